internal import Records

/// What the command line asks for.
struct GeneratorOptions {
    /// The directory to write to.
    private(set) var directory = ""
    /// What all numbers follow from.
    private(set) var seed: UInt64 = 2026
    /// The month that is billed.
    private(set) var period = Month(containing: CivilDate(daysSinceEpoch: 20_727))  // 2026-10-01
    /// How many customers there are.
    private(set) var customers = 42
    /// How many subscriptions they hold.
    private(set) var subscriptions = 312
    /// How many rows the report has.
    private(set) var rows = 1240
    /// Whether breaks are planted.
    private(set) var isPlanted = true

    /// How to call the program.
    static let usage = """
        usage: month-generator --out DIR [--seed N] [--period 2026-10] [--customers 42] [--subscriptions 312]
                               [--rows 1240] [--planted yes|no]
        """

    /// Reads pairs of option and value.
    ///
    /// - Throws: ``GeneratorFault``.
    init(_ arguments: [String]) throws(GeneratorFault) {
        for place in stride(from: 0, to: arguments.count, by: 2) {
            guard place + 1 < arguments.count else { throw GeneratorFault("\(arguments[place]) takes a value") }
            try set(arguments[place], to: arguments[place + 1])
        }
        try check()
    }

    private mutating func set(_ option: String, to value: String) throws(GeneratorFault) {
        switch option {
        case "--out": directory = value
        case "--seed": seed = try Self.read(value, for: option, UInt64.init)
        case "--period": period = try Self.read(value, for: option) { Month($0) }
        case "--customers": customers = try Self.read(value, for: option) { Int($0) }
        case "--subscriptions": subscriptions = try Self.read(value, for: option) { Int($0) }
        case "--rows": rows = try Self.read(value, for: option) { Int($0) }
        case "--planted": isPlanted = try Self.read(value, for: option) { ["yes": true, "no": false][$0] }
        default: throw GeneratorFault("there is no option \(option)")
        }
    }

    private static func read<Value>(
        _ text: String,
        for option: String,
        _ parse: (String) -> Value?
    ) throws(GeneratorFault) -> Value {
        guard let value = parse(text) else { throw GeneratorFault("\(option): cannot use \(text)") }
        return value
    }

    private func check() throws(GeneratorFault) {
        let leastSubscriptions = isPlanted ? Plant.leastSubscriptionCount : 1
        if directory.isEmpty { throw GeneratorFault("--out: name a directory") }
        if !(6...10_000_000).contains(customers) { throw GeneratorFault("--customers: at least 6") }
        if !(leastSubscriptions...10_000_000).contains(subscriptions) {
            throw GeneratorFault("--subscriptions: at least \(leastSubscriptions)")
        }
        if !(1...1_000_000_000).contains(rows) { throw GeneratorFault("--rows: at least 1") }
    }
}
