import Foundation
import Ledger
import Streaming
import TestSupport
import Testing

@Suite("The ledger's file")
struct LedgerFileTests {
    @Test("What was written is there for the next one who opens it, and for its owner alone")
    func reopening() throws {
        try withTemporaryDirectory { directory in
            let state = directory("deep/state")
            let id = try #require(try Ledger(state: state).begin(EffectTests.key(), by: .test, at: .noon).id)
            let effects = try Ledger(state: state, creates: false).effects()
            #expect(effects.map(\.id) == [id])
            #expect(effects[0].key == EffectTests.key() && effects[0].intendedAt == .noon)
            let mode = try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int
            #expect(mode == 0o700)
        }
    }

    @Test("Where there is none, none is made for somebody who only looks")
    func absent() throws {
        try withTemporaryDirectory { directory in
            let error = #expect(throws: LedgerError.self) {
                try Ledger(state: directory("nothing"), creates: false)
            }
            #expect(error?.code == .notFound)
            let names = try Directory.names(in: directory.path)
            #expect(names == [])
        }
    }

    @Test("One of a newer program is refused, and left as it is")
    func newer() throws {
        try withTemporaryDirectory { directory in
            _ = try Ledger(state: directory.path)
            let path = directory(Ledger.fileName)
            var bytes = try File.contents(of: path)
            bytes[63] = 9  // The end of the user version in the header of SQLite's file format.
            try Data(bytes).write(to: URL(filePath: path))
            let error = #expect(throws: LedgerError.self) { try Ledger(state: directory.path) }
            #expect(error?.code == .newer)
            #expect(error?.message.contains("newer version of this program") == true)
            #expect(try File.contents(of: path) == bytes)
        }
    }

    @Test("A file that is no ledger is refused, and left as it is", arguments: ["text", "another program's"])
    func foreign(_ kind: String) throws {
        try withTemporaryDirectory { directory in
            let path = directory(Ledger.fileName)
            if kind == "text" {
                try Data("this is no database, and long enough to show it at once\n".utf8).write(
                    to: URL(filePath: path))
            } else {
                _ = try Ledger(state: directory.path)
                var bytes = try File.contents(of: path)
                bytes[68] = 1  // The beginning of the application's id.
                try Data(bytes).write(to: URL(filePath: path))
            }
            let before = try File.contents(of: path)
            let error = #expect(throws: LedgerError.self) { try Ledger(state: directory.path) }
            #expect(error?.code == .corrupt, "\(String(describing: error))")
            #expect(try File.contents(of: path) == before)
        }
    }

    @Test(
        "File systems of a network are refused by their name, those of a disk are not",
        arguments: [
            (0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB2"), (0x6573_5546, "FUSE"), (0x0102_1997, "9p"),
            (0xEF53, nil), (0x5846_5342, nil), (0x9123_683E, nil), (0x794C_7630, nil), (0x0102_1994, nil),
        ] as [(UInt32, String?)])
    func networks(_ number: UInt32, _ name: String?) throws {
        try withTemporaryDirectory { directory in
            let open = { () throws(LedgerError) in
                try Ledger(state: directory("state"), fileSystem: number)
            }
            guard let name else { return _ = try open() }
            let error = #expect(throws: LedgerError.self) { _ = try open() }
            #expect(error?.code == .unsuitablePlace)
            #expect(error?.message.contains("lies on \(name)") == true)
            #expect(try Directory.names(in: directory("state")) == [])
        }
    }

    @Test("The kernel says what the temporary directory lies on")
    func kernel() throws {
        try withTemporaryDirectory { directory in
            let number = try Directory.fileSystemNumber(of: directory.path)
            #expect(number != 0)
            #expect(throws: StreamingError.self) { try Directory.fileSystemNumber(of: directory("nothing")) }
        }
    }
}
