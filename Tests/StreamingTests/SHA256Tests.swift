import Streaming
import Testing
import TestSupport

@Suite("SHA-256")
struct SHA256Tests {
    /// Source: FIPS 180-4, examples.
    private static let vectors = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test("Known texts have their known digests", arguments: vectors)
    func knownVectors(text: String, digest: String) {
        #expect(SHA256.digest(of: Array(text.utf8)) == digest)
    }

    @Test("The digest does not depend on how the bytes are cut")
    func splits() {
        for pieces in everySplit(of: Self.vectors[2].0) {
            var hash = SHA256()
            for piece in pieces { hash.update(piece.span) }
            #expect(hash.finish() == Self.vectors[2].1)
        }
    }
}
