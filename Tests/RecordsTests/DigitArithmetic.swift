/// Whole numbers as decimal digits, computed as on paper: slow, and nothing like the code that it checks.
struct Digits: Equatable, CustomStringConvertible {
    /// The digits, highest first, without leading noughts; empty for nought.
    private(set) var digits: [UInt8]

    init(_ digits: some Sequence<UInt8>) {
        self.digits = Array(digits.drop { $0 == 0 })
    }

    init(_ number: UInt128) {
        self.init(String(number).utf8.map { $0 - UInt8(ascii: "0") })
    }

    var description: String {
        digits.isEmpty ? "0" : String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }

    static func * (left: Digits, right: Digits) -> Digits {
        var sums = [Int](repeating: 0, count: left.digits.count + right.digits.count)
        for (row, upper) in left.digits.reversed().enumerated() {
            for (column, lower) in right.digits.reversed().enumerated() {
                sums[row + column] += Int(upper) * Int(lower)
            }
        }
        for place in sums.indices.dropLast() {
            sums[place + 1] += sums[place] / 10
            sums[place] %= 10
        }
        return Digits(sums.reversed().map { UInt8($0) })
    }

    /// The number times a power of ten, which may be negative; what is cut off rounds half to even.
    func shifted(by exponent: Int) -> (number: Digits, isRounded: Bool) {
        guard exponent < 0 else { return (Digits(digits + Array(repeating: 0, count: exponent)), false) }
        let cut = -exponent
        let padded = Array(repeating: 0, count: max(0, cut - digits.count)) + digits
        let (kept, rest) = (Digits(padded.dropLast(cut)), Array(padded.suffix(cut)))
        let half: [UInt8] = [5] + Array(repeating: 0, count: cut - 1)
        let isOdd = (kept.digits.last ?? 0) % 2 == 1
        let roundsUp = half.lexicographicallyPrecedes(rest) || (rest == half && isOdd)
        return (roundsUp ? kept.successor : kept, rest.contains { $0 != 0 })
    }

    private var successor: Digits {
        var result = [0] + digits
        var place = result.count - 1
        while result[place] == 9 {
            result[place] = 0
            place -= 1
        }
        result[place] += 1
        return Digits(result)
    }
}
