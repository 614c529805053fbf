internal import Foundation
import Streaming
import Testing
import TestSupport

@Suite("Directories")
struct DirectoryTests {
    @Test("Names come sorted by their bytes")
    func names() throws {
        try withTemporaryDirectory { directory in
            for name in ["b", "a", "B", "é", "z", ".hidden", "a.b", "a-b", "10", "9"] {
                try File.replace(directory(name), with: [])
            }
            #expect(
                try Directory.names(in: directory.path)
                    == [".hidden", "10", "9", "B", "a", "a-b", "a.b", "b", "z", "é"]
            )
            #expect(throws: StreamingError.self) { try Directory.names(in: directory("nothing")) }
        }
    }

    @Test("Directories are made with those above them; what is there is fine, unless it is a file")
    func create() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory("a/b/c"))
            try Directory.create(directory("a/b/c"))
            try Directory.create(directory("a/b/d/"))
            #expect(try Directory.names(in: directory("a/b")) == ["c", "d"])
            try File.replace(directory("file"), with: [])
            #expect(throws: StreamingError.self) { try Directory.create(directory("file")) }
            #expect(throws: StreamingError.self) { try Directory.create(directory("file/below")) }
            try FileManager.default.createSymbolicLink(
                atPath: directory("link"),
                withDestinationPath: directory("a")
            )
            try Directory.create(directory("link/e"))
            try Directory.create(directory("link"))
            #expect(Directory.exists(directory("a/e")))
        }
    }

    @Test("Two names are exchanged in one step")
    func exchange() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory("new"))
            try Directory.create(directory("old"))
            try File.replace(directory("new/n"), with: [])
            try File.replace(directory("old/o"), with: [])
            try Directory.exchange(directory("new"), with: directory("old"))
            #expect(try Directory.names(in: directory("new")) == ["o"])
            #expect(try Directory.names(in: directory("old")) == ["n"])
            #expect(throws: StreamingError.self) {
                try Directory.exchange(directory("new"), with: directory("nothing"))
            }
            #expect(try Directory.names(in: directory("new")) == ["o"])
        }
    }

    @Test("Removing a tree follows no links")
    func removeTree() throws {
        try withTemporaryDirectory { directory in
            try Directory.create(directory("kept"))
            try File.replace(directory("kept/file"), with: [1])
            try Directory.create(directory("tree/a/b"))
            try File.replace(directory("tree/a/b/file"), with: [1])
            for (link, target) in [
                ("tree/directory", "kept"), ("tree/file", "kept/file"), ("tree/dangling", "nothing"),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: directory(link),
                    withDestinationPath: directory(target)
                )
            }
            try FileManager.default.createSymbolicLink(
                atPath: directory("link"),
                withDestinationPath: directory("kept")
            )
            try Directory.removeTree(directory("tree"))
            try Directory.removeTree(directory("link"))
            try Directory.removeTree(directory("nothing"))
            #expect(try Directory.names(in: directory.path) == ["kept"])
            #expect(try File.contents(of: directory("kept/file")) == [1])
        }
    }

    @Test("Renaming replaces a file")
    func rename() throws {
        try withTemporaryDirectory { directory in
            try File.replace(directory("a"), with: [1])
            try File.replace(directory("b"), with: [2])
            try Directory.rename(directory("a"), to: directory("b"))
            try Directory.synchronize(directory.path)
            #expect(try Directory.names(in: directory.path) == ["b"])
            #expect(try File.contents(of: directory("b")) == [1])
            #expect(throws: StreamingError.self) { try Directory.rename(directory("a"), to: directory("b")) }
        }
    }

    @Test(
        "The directory that a name stands in",
        arguments: [
            ("a/b", "a"), ("a/b/", "a"), ("a", "."), ("a/", "."), ("/a", "/"), ("/a/b", "/a"), ("/", "/"), (".", "."),
            ("./a", "."), ("../a", ".."), ("", "."),
        ]
    )
    func parent(path: String, expected: String) {
        #expect(Directory.parent(of: path) == expected)
    }
}
