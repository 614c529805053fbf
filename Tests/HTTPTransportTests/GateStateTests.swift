import Testing

@testable import HTTPTransport

@Suite("Who may send when")
struct GateStateTests {
    private func expect(_ wait: GateState.Wait, _ expected: GateState.Wait) { #expect(wait == expected) }

    @Test("Places are taken in order, and given on in order")
    func order() {
        var gate = GateState(capacity: 2, interval: nil)
        var entered: [Bool] = []
        for number in 1...4 { entered.append(gate.enter(number: number)) }
        #expect(entered == [true, true, false, false])
        let called = [gate.leave(), gate.leave(), gate.leave(), gate.leave()]
        #expect(called == [3, 4, nil, nil])
        #expect(gate.underWay == 0)
        let isFree = gate.enter(number: 5)
        #expect(isFree)
    }

    @Test("Nobody overtakes those who wait, and who gives up is not called")
    func fairness() {
        var gate = GateState(capacity: 1, interval: nil)
        var entered: [Bool] = []
        for number in 1...4 { entered.append(gate.enter(number: number)) }
        #expect(entered == [true, false, false, false])
        let gaveUp = [gate.giveUp(number: 2), gate.giveUp(number: 2)]
        #expect(gaveUp == [true, false])
        let called = [gate.leave(), gate.leave(), gate.leave()]
        #expect(called == [3, 4, nil])
    }

    @Test("Requests begin as far apart as they must")
    func rate() {
        var gate = GateState(capacity: 8, interval: .milliseconds(100))
        let start = ContinuousClock.now
        expect(gate.wait(now: start, served: nil), .none)
        expect(gate.wait(now: start, served: nil), .forTurn(until: start + .milliseconds(100)))
        expect(gate.wait(now: start + .milliseconds(100), served: nil), .none)
        expect(gate.wait(now: start + .seconds(9), served: nil), .none)
    }

    @Test("When the service asks for patience, all wait, but who has waited already")
    func patience() {
        var gate = GateState(capacity: 8, interval: nil)
        let start = ContinuousClock.now
        gate.hold(until: start + .seconds(2))
        gate.hold(until: start + .seconds(1))
        expect(gate.wait(now: start, served: nil), .forPatience(until: start + .seconds(2)))
        expect(gate.wait(now: start, served: gate.heldUntil), .none)
        gate.hold(until: start + .seconds(5))
        expect(gate.wait(now: start, served: start + .seconds(2)), .forPatience(until: start + .seconds(5)))
        expect(gate.wait(now: start + .seconds(5), served: nil), .none)
    }
}
