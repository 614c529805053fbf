import HTTPTransport
import Records
import Streaming
import TestSupport
import Testing

@testable import StreamOneIon

@Suite("The configuration file")
struct IonConfigurationTests {
    private static let whole = """
        {"v1": {"api_key": "k-1", "api_secret": "s-1"}, "accountid": "17017",
         "v3": {"access_token": "a-1", "refresh_token": "r-1"}}
        """

    @Test("A whole file")
    func load() throws {
        let configuration = try Self.load(Self.whole)
        #expect(configuration.accountID == "17017")
        #expect(configuration.baseURL == "https://ion.tdsynnex.com")
        #expect(configuration.legacyBaseURL == "https://ion.tdsynnex.com/api/v1")
        #expect(configuration.keys?.key.revealed == "k-1")
        #expect(configuration.keys?.secret.revealed == "s-1")
        #expect(configuration.tokens?.access.revealed == "a-1")
        #expect(configuration.tokens?.refresh.revealed == "r-1")
        #expect(configuration.secrets.map(\.revealed) == ["k-1", "s-1", "a-1", "r-1"])
    }

    @Test(
        "Addresses, with and without a slash at the end",
        arguments: [
            (#""v3": {"base_url": "https://h:1"}"#, "https://h:1", "https://h:1/api/v1"),
            (#""v3": {"base_url": "https://h:1/"}"#, "https://h:1", "https://h:1/api/v1"),
            (#""v1": {"base_url": "https://o/v1/"}"#, "https://ion.tdsynnex.com", "https://o/v1"),
            (#""v1": {"base_url": "https://o"}, "v3": {"base_url": "https://n"}"#, "https://n", "https://o"),
        ])
    func addresses(_ members: String, _ base: String, _ legacy: String) throws {
        let configuration = try Self.load("{\"accountid\": 17017, \(members)}")
        #expect(configuration.baseURL == base)
        #expect(configuration.legacyBaseURL == legacy)
    }

    @Test(
        "Credentials travel over TLS, or not beyond this machine",
        arguments: [
            ("https://h", true), ("http://127.0.0.1:8080", true), ("http://localhost:1", true),
            ("http://[::1]:1", true),
            ("http://h", false), ("http://127.0.0.1.evil.example", false), ("http://localhost.evil.example", false),
            ("ftp://h", false), ("h", false), ("https://user@h", false), ("http://127.1", false),
        ])
    func safety(_ url: String, _ isSafe: Bool) throws {
        for section in ["v1", "v3"] {
            let members = #"{"accountid": 17017, "\#(section)": {"base_url": "\#(url)"}}"#
            guard !isSafe else {
                _ = try Self.load(members)
                continue
            }
            let error = #expect(throws: IonError.self) { try Self.load(members) }
            #expect(error?.message.contains("\"\(section).base_url\" must begin with https://") == true)
        }
    }

    @Test("The account's number may stand without quotes, and credentials may be missing in pairs")
    func little() throws {
        let configuration = try Self.load(#"{"accountid": 17017, "v1": {"api_key": "", "api_secret": ""}}"#)
        #expect(configuration.accountID == "17017")
        #expect(configuration.keys == nil)
        #expect(configuration.tokens == nil)
    }

    @Test(
        "What a file may lack, and is told so",
        arguments: [
            (#"{}"#, "\"accountid\" is missing"), (#"{"accountid": ""}"#, "\"accountid\" is missing"),
            (#"{"accountid": true}"#, "\"accountid\" is missing"),
            (#"{"accountid": "1", "v3": {"access_token": "a"}}"#, "\"v3.refresh_token\" is missing"),
            (#"{"accountid": "1", "v3": {"refresh_token": "a"}}"#, "\"v3.access_token\" is missing"),
            (#"{"accountid": "1", "v1": {"api_key": "a"}}"#, "\"v1.api_secret\" is missing"),
            (#"{"accountid": "1", "v1": {"api_secret": "a", "api_key": ""}}"#, "\"v1.api_key\" is missing"),
            ("", "configuration "), ("{\"accountid\": \"1\"", "configuration "), ("accountid: 1", "configuration "),
        ])
    func missing(_ text: String, _ message: String) {
        let error = #expect(throws: IonError.self) { try Self.load(text) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(message) == true)
    }

    @Test("A file that others may read is refused", arguments: [0o640, 0o604, 0o660, 0o644, 0o610] as [UInt32])
    func privacy(_ mode: UInt32) {
        let error = #expect(throws: IonError.self) { try Self.load(Self.whole, mode: mode) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("chmod 600") == true)
    }

    @Test("A file that its owner alone may read is taken", arguments: [0o600, 0o400, 0o700] as [UInt32])
    func ownModes(_ mode: UInt32) throws {
        #expect(try Self.load(Self.whole, mode: mode).accountID == "17017")
    }

    @Test("A file that is not there")
    func absent() {
        let error = #expect(throws: IonError.self) { try IonConfiguration.load("/nowhere/ion.json") }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("/nowhere/ion.json") == true)
    }

    @Test("New tokens leave everything else as it was, in its order, and the file private")
    func save() throws {
        try withTemporaryDirectory { directory in
            let text = """
                {"zeta": 1.50, "v3": {"extra": [1, null], "refresh_token": "r-1", "access_token": "a-1", "b": {}},
                 "accountid": 17017, "alpha": "ü\\n"}
                """
            let path = try ConfigurationFile(directory("ion.json"), text).path
            let configuration = try IonConfiguration.load(path)
            try configuration.save(.init(access: Secret("a-2"), refresh: Secret("r-\"2\"")))
            let saved = String(decoding: try File.contents(of: path), as: UTF8.self)
            #expect(
                saved.filter { $0 != " " && $0 != "\n" }
                    == #"{"zeta":1.50,"v3":{"extra":[1,null],"refresh_token":"r-\"2\"","access_token":"a-2","b":{}},"#
                    + #""accountid":17017,"alpha":"ü\n"}"#)
            #expect(try File.open(path).attributes().mode == 0o600)
            #expect(try IonConfiguration.load(path).tokens?.refresh.revealed == "r-\"2\"")
            #expect(try Directory.names(in: directory.path) == ["ion.json"])
        }
    }

    @Test("Values may stand in the environment or in files beside the configuration")
    func references() throws {
        try withTemporaryDirectory { directory in
            for (name, text) in [("key", "k-1\n"), ("access", "a-1\r\n"), ("refresh", "r-1"), ("url", "https://h:1\n")]
            {
                let mode: UInt32 = name == "url" ? 0o644 : 0o600
                try File.replace(directory(name), with: Array(text.utf8), mode: mode)
            }
            let text = """
                {"v1": {"api_key": "file:key", "api_secret": "env:SECRET"}, "accountid": "env:ACCOUNT",
                 "v3": {"access_token": "file:access", "refresh_token": "file:\(directory("refresh"))",
                        "base_url": "file:url"}, "http": {"proxy": "env:PROXY"}}
                """
            let path = try ConfigurationFile(directory("ion.json"), text).path
            let variables = ["SECRET": "s-1", "ACCOUNT": "17017", "PROXY": "socks5://user:pa55@p:1"]
            let configuration = try IonConfiguration.load(path) { variables[$0] }
            #expect(configuration.accountID == "17017")
            #expect(configuration.baseURL == "https://h:1")
            #expect(configuration.http.proxy?.revealed == "socks5://user:pa55@p:1")
            let secrets = ["k-1", "s-1", "a-1", "r-1", "user:pa55", "pa55"]
            #expect(configuration.secrets.map(\.revealed) == secrets)
            let redactor = Redactor()
            configuration.remember(in: redactor)
            #expect(redactor.redact("pa55 ay0xOnMtMQ==") == "<secret> <secret>")  // printf k-1:s-1 | base64
        }
    }

    @Test(
        "References that lead nowhere, and those that may not be",
        arguments: [
            (#"{"accountid": "env:NOWHERE"}"#, "\"accountid\" is \"env:NOWHERE\", and there is no variable NOWHERE"),
            (#"{"accountid": "env:EMPTY"}"#, "there is no variable EMPTY"),
            (#"{"accountid": "file:nowhere"}"#, "nowhere: No such file"),
            (#"{"accountid": "file:empty"}"#, "is empty"),
            (
                #"{"accountid": "1", "v1": {"api_key": "file:open", "api_secret": "s"}}"#,
                "/open: others than you may read it"
            ),
            (
                #"{"accountid": "1", "v3": {"access_token": "a", "refresh_token": "env:TOKEN"}}"#,
                "\"v3.refresh_token\" cannot be \"env:TOKEN\": every renewal gives a new token"
            ),
            (#"{"accountid": "1", "v3": {"access_token": "env:TOKEN", "refresh_token": "r"}}"#, "v3.access_token"),
        ])
    func badReferences(_ text: String, _ message: String) throws {
        try withTemporaryDirectory { directory in
            try File.replace(directory("open"), with: Array("k".utf8), mode: 0o644)
            try File.replace(directory("empty"), with: Array("\n".utf8), mode: 0o600)
            let path = try ConfigurationFile(directory("ion.json"), text).path
            let error = #expect(throws: IonError.self) {
                try IonConfiguration.load(path) { ["EMPTY": "", "TOKEN": "t-1"][$0] }
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test("How the service is reached")
    func http() throws {
        let text = """
            {"accountid": "1", "http": {"connect_timeout": 3, "idle_timeout": 4, "total_timeout": 0, "attempts": 2,
             "retry_wait": 0.25, "proxy": "http://p:1"}}
            """
        let settings = try Self.load(text).http
        #expect(settings.timeouts.connect == 3)
        #expect(settings.timeouts.idle == 4)
        #expect(settings.timeouts.total == 0)
        #expect(settings.retry.attempts == 2)
        #expect(settings.retry.base == .milliseconds(250))
        #expect(settings.proxy?.revealed == "http://p:1")
        let usual = try Self.load(Self.whole).http
        #expect(usual.timeouts == HTTPTimeouts())
        #expect(usual.retry.attempts == 5)
    }

    @Test(
        "What the section http may not hold",
        arguments: [
            (
                #"{"proxi": 1}"#,
                "has no key \"proxi\"; it has ca_file, proxy, connect_timeout, idle_timeout, total_timeout"
            ),
            ("5", "\"http\" must be an object"),
            (#"{"attempts": 0}"#, "\"http.attempts\" must be a whole number from 1 to 20, not 0"),
            (
                #"{"idle_timeout": "soon"}"#,
                "\"http.idle_timeout\" must be a whole number from 1 to 86400, not \"soon\""
            ),
            (#"{"connect_timeout": 1.5}"#, "not 1.5"), (#"{"total_timeout": -1}"#, "not -1"),
            (#"{"retry_wait": -1}"#, "\"http.retry_wait\" must be"), (#"{"retry_wait": 1e9}"#, "not 1e9"),
            (#"{"ca_file": "nowhere.pem"}"#, "\"http.ca_file\" cannot be used: cannot open "),
            (#"{"ca_file": "ion.json"}"#, "no certificate in the form PEM"),
            (#"{"proxy": "p:1"}"#, "\"http.proxy\" must be an address"),
            (#"{"proxy": "ftp://u:pa55@p:1"}"#, "http://, https://, socks5://, socks5h://"),
        ])
    func badHTTP(_ section: String, _ message: String) {
        let error = #expect(throws: IonError.self) { try Self.load(#"{"accountid": "1", "http": \#(section)}"#) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("pa55") == false)
    }

    private static func load(_ text: String, mode: UInt32 = 0o600) throws -> IonConfiguration {
        try withTemporaryDirectory { directory in
            try IonConfiguration.load(try ConfigurationFile(directory("ion.json"), text, mode: mode).path)
        }
    }
}
