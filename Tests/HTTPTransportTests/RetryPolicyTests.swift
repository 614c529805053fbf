import HTTPTransport
import Synchronization
import TestSupport
import Testing

@Suite("How long is waited")
struct RetryPolicyTests {
    /// 2026-11-24T00:00:00Z
    private static let now = 1_795_478_400

    @Test("Jitter lies between nought and a limit that doubles up to the cap", arguments: 0..<20 as Range<UInt64>)
    func bounds(_ seed: UInt64) {
        let random = Mutex(SplitMix64(seed: seed))
        var policy = RetryPolicy()
        policy.attempts = 200
        policy.random = { limit in random.withLock { Int.random(in: 0...limit, using: &$0) } }
        for count in 1..<200 {
            let ceiling = Duration.seconds(min(30, 1 << min(count - 1, 20)))
            let wait = policy.wait(afterAttempts: count, asked: nil)
            #expect(wait.map { (.zero...ceiling).contains($0) } == true, "\(count): \(String(describing: wait))")
            let asked = Duration.seconds(Int(seed))
            #expect(
                policy.wait(afterAttempts: count, asked: asked).map { (asked...max(asked, ceiling)).contains($0) }
                    == true)
        }
        #expect(policy.wait(afterAttempts: 200, asked: nil) == nil)
    }

    @Test(
        "Complaint 10: Retry-After in seconds and in the three forms of a date",
        arguments: [
            ("0", nil, 0), ("120", nil, 120), ("99999999999999999999999", nil, 1 << 40),
            ("Tue, 24 Nov 2026 00:00:30 GMT", nil, 30), ("Tuesday, 24-Nov-26 00:00:30 GMT", nil, 30),
            ("Tue Nov 24 00:00:30 2026", nil, 30), ("Sun Nov  1 00:00:30 2026", nil, 0),
            ("Wed, 25 Nov 2026 00:00:00 GMT", nil, 86_400), ("Sun, 06 Nov 1994 08:49:37 GMT", nil, 0),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil, 0), ("Sun Nov  6 08:49:37 1994", nil, 0),
            // The service's own clock counts, however wrong ours is.
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:30 GMT", 7),
            ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:30 1994", 7),
            ("Tue, 24 Nov 2026 00:00:30 GMT", "not a date", 30),
            ("", nil, nil), ("soon", nil, nil), ("-1", nil, nil), ("1.5", nil, nil), ("+3", nil, nil),
            ("Tue, 31 Nov 2026 00:00:30 GMT", nil, nil), ("Tue, 24 Nov 2026 24:00:00 GMT", nil, nil),
            ("Tue, 24 Nov 2026 00:60:00 GMT", nil, nil), ("Tue, 24 Nov 2026 00:00 GMT", nil, nil),
            ("Tue, 24 Nov 26 00:00:30 GMT", nil, nil), ("Tue, 24 Foo 2026 00:00:30 GMT", nil, nil),
            ("Tue, 24 Nov 2026 00:00:30 CET", nil, nil), ("2026-11-24T00:00:30Z", nil, nil),
        ] as [(String, String?, Int?)])
    func retryAfter(_ value: String, _ date: String?, _ seconds: Int?) {
        #expect(RetryPolicy.askedWait(value, date: date, now: Self.now) == seconds.map { .seconds($0) })
    }

    @Test("A year of two digits is the one within fifty years", arguments: [("76", 2076), ("77", 1977), ("00", 2000)])
    func shortYear(_ digits: String, _ year: Int) {
        let long = "Fri, 06 Nov \(year) 08:49:37 GMT"
        let wait = RetryPolicy.askedWait("Friday, 06-Nov-\(digits) 08:49:37 GMT", date: nil, now: Self.now)
        #expect(wait == RetryPolicy.askedWait(long, date: nil, now: Self.now))
        #expect((wait == .zero) == (year < 2026))
    }

    @Test(
        "Durations as they are told",
        arguments: [
            (0, "0 s"), (40, "0 s"), (60, "0.1 s"), (400, "0.4 s"), (2000, "2 s"), (1960, "2 s"), (12_340, "12.3 s"),
        ])
    func words(_ milliseconds: Int, _ text: String) {
        #expect(Duration.milliseconds(milliseconds).inSeconds == text)
    }
}
