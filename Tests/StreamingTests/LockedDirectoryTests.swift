import Streaming
import TestSupport
import Testing

@Suite("Directories that are locked")
struct LockedDirectoryTests {
    @Test("One whose owner lives is none of those that were left behind")
    func leftovers() throws {
        try withTemporaryDirectory { directory in
            let gate = directory("locks/gate")
            #expect(try LockedDirectory.leftovers(in: directory("runs"), gate: gate) == [])
            let living = try LockedDirectory(directory("runs/living"), gate: gate)
            do {
                let dead = try LockedDirectory(directory("runs/dead"), gate: gate)
                #expect(try LockedDirectory.leftovers(in: directory("runs"), gate: gate) == [])
                withExtendedLifetime(dead) {}
            }
            try Directory.create(directory("runs/without-lock"))
            let left = try LockedDirectory.leftovers(in: directory("runs"), gate: gate)
            #expect(left == [directory("runs/dead"), directory("runs/without-lock")])
            #expect(
                try LockedDirectory.leftovers(in: directory("runs"), prefix: "w", gate: gate)
                    == [directory("runs/without-lock")])
            withExtendedLifetime(living) {}
        }
    }
}
