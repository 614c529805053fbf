import Foundation
import Testing

@Suite("A full disk")
struct FullDiskTests {
    /// Whether this machine lets its user mount a file system of his own.
    static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// From a disk on which nothing can be fetched to one on which only the outputs do not fit.
    static let sizes = [4, 16, 64, 256, 600, 700, 750, 800]

    @Test(
        "Complaint 3: a run ends with 73, says what to do, and leaves the published set as it was",
        .enabled(if: canMount, "this machine does not let its user mount a tmpfs"), arguments: sizes)
    func full(kilobytes: Int) async throws {
        try await withWorkplace { place in
            let script = """
                mkdir small && mount -t tmpfs -o size=\(kilobytes)k tmpfs small || exit 99
                mkdir -p small/out/month-end/2026-10 small/state/sandbox/runs
                : > small/out/month-end/2026-10/manifest.json
                "$0" run pipelines/month-end.yaml --sandbox --param period=2026-10 --as-of 2026-11-23 \\
                  --state small/state --out small/out
                code=$?
                find small/out small/state/sandbox/runs
                exit $code
                """
            let ending = try await place.runSystem(
                "/usr/bin/unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c", script,
                try Program.crossfoot())
            #expect(ending.code == 73)
            #expect(
                ending.message.hasSuffix(
                    "No space left on device. Make room there, or choose another --state or --out, and run again; what "
                        + "was published before is untouched\n"))
            let left = ending.output.split(separator: "\n").map(String.init)
            #expect(
                left == [
                    "small/out", "small/out/month-end", "small/out/month-end/2026-10",
                    "small/out/month-end/2026-10/manifest.json", "small/state/sandbox/runs",
                ])
        }
    }
}
