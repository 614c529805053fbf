import Testing

@testable import StreamOneIon

@Suite("Addresses of files")
struct SignedFileTests {
    @Test(
        "Names are made safe",
        arguments: [
            ("https://files.example/a/IN-1.csv?sig=x", "IN-1.csv"), ("https://files.example/a/..?x", "file"),
            ("https://files.example/a/%2e%2e%2fetc", "_2e_2e_2fetc"), ("https://files.example/.profile", "profile"),
            ("https://files.example", "file"), ("https://files.example/a/", "a"),
            ("https://files.example/r\u{E9}sum\u{E9}.csv", "r_sum_.csv"), ("https://files.example/a;rm#x", "a_rm"),
            (
                "https://files.example/" + String(repeating: "n", count: 200) + ".csv",
                String(repeating: "n", count: 96) + ".csv"
            ),
        ])
    func names(_ url: String, _ name: String) {
        #expect(SignedFile(url, insecureHost: nil)?.name == name)
    }

    @Test(
        "Addresses that are not downloaded from",
        arguments: [
            "", "files.example/a", "ftp://files.example/a", "file:///etc/passwd", "http://files.example/a",
            "https://user@files.example/a", "https:///a", "https://files.example/a b", "https://files.example/\n",
        ])
    func refused(_ url: String) {
        #expect(SignedFile(url, insecureHost: "127.0.0.1:8080") == nil)
    }

    @Test("Without TLS only the host that is spoken to without TLS anyway")
    func insecure() {
        #expect(SignedFile("http://127.0.0.1:8080/a", insecureHost: "127.0.0.1:8080")?.host == "127.0.0.1:8080")
        #expect(SignedFile("http://127.0.0.1:8081/a", insecureHost: "127.0.0.1:8080") == nil)
    }

    @Test("The address is a secret")
    func secrecy() {
        let file = SignedFile("https://files.example/a.csv?signature=abcdef", insecureHost: nil)
        #expect(!"\(String(describing: file))".contains("abcdef"))
    }
}
