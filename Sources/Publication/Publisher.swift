internal import Records
internal import Streaming

/// Puts a staged set of files in place: all of them or none.
///
/// The set is flushed, read again and compared with its digests; then one exchange of names makes it the published
/// one. Whoever looks sees the old set or the new one, never a mixture, also when the machine stops in between.
package struct Publisher: Sendable {
    /// The directory that the set is published as.
    package let target: String
    /// What the names of sets begin with that are on their way to the target, or from it.
    private let nearPrefix: String

    private static let tokenLength = 12

    /// A publisher for a pipeline's month.
    package init(out: String, pipeline: String, period: String) {
        target = "\(out)/\(pipeline)/\(period)"
        nearPrefix = ".incoming-\(period)-"
    }

    /// Puts a staged set in place.
    ///
    /// - Parameter outputs: What the staged files must be.
    /// - Throws: ``PublicationError``; the published set is then as it was.
    package func publish(_ directory: RunDirectory, outputs: [ManifestEntry]) throws(PublicationError) {
        try checkTarget()
        do {
            for entry in outputs { try verify(entry, in: directory.staging) }
            try Directory.synchronize(directory.staging)
            let parent = Directory.parent(of: target)
            try Directory.create(parent)
            removeLeftovers(in: parent)
            let (near, lock) = try bringNear(directory.staging, parent: parent, outputs)
            defer { withExtendedLifetime(lock) {} }
            try swap(near)
        } catch let error as StreamingError {
            throw PublicationError(
                "cannot publish to \(target): \(error.message). What was published before is untouched.", cause: error)
        } catch let error as PublicationError {
            throw error
        } catch {
            throw PublicationError("cannot publish to \(target): \(error)")
        }
        try settle()
    }

    /// Removes what runs have left beside the target that were killed while they published. A set that is on its way is
    /// locked: to remove that one would publish a part of it.
    private func removeLeftovers(in parent: String) {
        let length = nearPrefix.utf8.count + Self.tokenLength
        for name in (try? Directory.names(in: parent)) ?? []
        where name.hasPrefix(nearPrefix) && name.utf8.count == length {
            guard let lock = try? Self.lock("\(parent)/\(name)", isWaiting: false) else { continue }
            // What cannot be removed does no more harm than the room it takes.
            try? Directory.removeTree("\(parent)/\(name)")
            withExtendedLifetime(lock) {}
        }
    }

    /// Takes the lock of a directory, which stays with it under any name.
    private static func lock(_ directory: String, isWaiting: Bool) throws(StreamingError) -> File {
        let lock = try File.open(directory)
        try lock.lock(isWaiting: isWaiting)
        return lock
    }

    /// Only a set that was published before is ever replaced: anything else under the name is the user's.
    private func checkTarget() throws(PublicationError) {
        guard Directory.exists(target), !Directory.exists(target + "/manifest.json") else { return }
        throw PublicationError(
            "\(target) is there already and is no published set (it has no manifest.json); move it away, or choose "
                + "another --out. Nothing was published.")
    }

    /// Waits until the exchange of names lies on the disk.
    private func settle() throws(PublicationError) {
        do {
            try Directory.synchronize(Directory.parent(of: target))
        } catch {
            throw PublicationError(
                "the new set is in place at \(target), but may be gone after a power failure: \(error.message)",
                cause: error)
        }
    }

    /// Reads a staged file again and compares it with what was written.
    private func verify(_ entry: ManifestEntry, in staging: String) throws {
        let file = try File.open("\(staging)/\(entry.name)")
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = try file.readNext(into: &buffer), count > 0 {
            digest.update(buffer.span.extracting(first: count))
        }
        guard digest.finish() == entry.digest else {
            throw PublicationError(
                "\(file.path) does not hold what was written to it; check the disk. Nothing was published.")
        }
    }

    /// The staged set on the target's file system, and its lock: a name cannot be exchanged across two of them.
    private func bringNear(
        _ staging: String, parent: String, _ outputs: [ManifestEntry]
    ) throws -> (near: String, lock: File) {
        let near = "\(parent)/\(nearPrefix)\(RandomToken.make(length: Self.tokenLength))"
        let lock = try Self.lock(staging, isWaiting: true)
        do {
            try Directory.rename(staging, to: near)
            return (near, lock)
        } catch {
            return (near, try copy(staging, to: near, outputs))
        }
    }

    /// What is read again and compared must be what is published, so copies are compared too. Returns the copy's lock.
    private func copy(_ source: String, to copy: String, _ outputs: [ManifestEntry]) throws -> File {
        do {
            try Directory.create(copy)
            let lock = try Self.lock(copy, isWaiting: true)
            for name in try Directory.names(in: source) {
                try copyFile("\(source)/\(name)", to: "\(copy)/\(name)")
            }
            for entry in outputs { try verify(entry, in: copy) }
            try Directory.synchronize(copy)
            return lock
        } catch {
            try? Directory.removeTree(copy)
            throw error
        }
    }

    private func copyFile(_ source: String, to target: String) throws(StreamingError) {
        let (from, into) = (try File.open(source), try File.create(target))
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try from.readNext(into: &buffer)
            if count == 0 { return try into.synchronize() }
            try into.write(buffer.span.extracting(first: count))
        }
    }

    private func swap(_ near: String) throws(StreamingError) {
        do throws(StreamingError) {
            guard Directory.exists(target) else { return try Directory.rename(near, to: target) }
            try Directory.exchange(near, with: target)
        } catch {
            try? Directory.removeTree(near)
            throw error
        }
        // The new set is published; an old one that cannot be removed does no more harm than the room it takes.
        try? Directory.removeTree(near)
    }
}
