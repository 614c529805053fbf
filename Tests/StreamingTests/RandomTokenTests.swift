import Streaming
import Testing

@Suite("Random tokens")
struct RandomTokenTests {
    @Test("A token has its length and only letters and digits that nobody confuses", arguments: [0, 1, 26, 64])
    func letters(length: Int) {
        let token = RandomToken.make(length: length)
        #expect(token.utf8.count == length)
        #expect(token.utf8.allSatisfy { Array("abcdefghijkmnpqrstuvwxyz23456789".utf8).contains($0) })
    }

    @Test("No two tokens are alike")
    func unique() {
        #expect(Set((0..<1000).map { _ in RandomToken.make(length: 26) }).count == 1000)
    }
}
