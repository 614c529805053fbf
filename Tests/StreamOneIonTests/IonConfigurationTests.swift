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
            (#""v3": {"base_url": "http://h:1"}"#, "http://h:1", "http://h:1/api/v1"),
            (#""v3": {"base_url": "http://h:1/"}"#, "http://h:1", "http://h:1/api/v1"),
            (#""v1": {"base_url": "http://o/v1/"}"#, "https://ion.tdsynnex.com", "http://o/v1"),
            (#""v1": {"base_url": "http://o"}, "v3": {"base_url": "http://n"}"#, "http://n", "http://o"),
        ])
    func addresses(_ members: String, _ base: String, _ legacy: String) throws {
        let configuration = try Self.load("{\"accountid\": 17017, \(members)}")
        #expect(configuration.baseURL == base)
        #expect(configuration.legacyBaseURL == legacy)
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

    private static func load(_ text: String, mode: UInt32 = 0o600) throws -> IonConfiguration {
        try withTemporaryDirectory { directory in
            try IonConfiguration.load(try ConfigurationFile(directory("ion.json"), text, mode: mode).path)
        }
    }
}
