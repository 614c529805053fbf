@testable import Streaming
import Testing

@Suite("The rules of a channel")
struct ChannelStateTests {
    private typealias State = ChannelState<Int, String, String>

    private struct Fault: Error, CustomStringConvertible {
        let description = "fault"
    }

    /// An action in words, so that a test can compare it.
    private func words(_ action: State.Action) -> String {
        func words(_ result: Result<Int?, any Error>) -> String {
            switch result {
            case .success(let element): element.map { "\($0)" } ?? "end"
            case .failure(let error): error is CancellationError ? "cancelled" : "\(error)"
            }
        }
        return switch action {
        case .none: "-"
        case .resumeSender(let sender): "\(sender) sent"
        case .failSenders(let senders): senders.isEmpty ? "-" : "\(senders.joined(separator: "+")) failed"
        case .failAll(let senders, let receiver): "\((senders + [receiver]).joined(separator: "+")) failed"
        case .resumeReceiver(let receiver, let result): "\(receiver) got \(words(result))"
        case .resumeBoth(let sender, let receiver, let result): "\(sender) sent, \(receiver) got \(words(result))"
        }
    }

    /// Sends under the number of the element.
    private func send(_ element: Int, to state: inout State) -> String {
        words(state.send(element, ticket: state.makeTicket(), "s\(element)"))
    }

    @Test("Elements queue up to the capacity, then senders wait in order")
    func capacity() {
        var state = State(capacity: 2)
        #expect((1...4).map { send($0, to: &state) } == ["s1 sent", "s2 sent", "-", "-"])
        #expect(words(state.receive("r")) == "s3 sent, r got 1")
        #expect(words(state.receive("r")) == "s4 sent, r got 2")
        #expect(words(state.receive("r")) == "r got 3")
        #expect(send(5, to: &state) == "s5 sent")
        #expect(words(state.receive("r")) == "r got 4")
        #expect(words(state.receive("r")) == "r got 5")
        #expect(words(state.receive("r")) == "-")
        #expect(send(6, to: &state) == "s6 sent, r got 6")
    }

    @Test("After the end what is queued or waits to be queued is still received")
    func finish() {
        var state = State(capacity: 1)
        _ = (send(1, to: &state), send(2, to: &state))
        #expect(words(state.finish(nil)) == "-")
        #expect(send(3, to: &state) == "s3 failed")
        #expect(words(state.receive("r")) == "s2 sent, r got 1")
        #expect(words(state.receive("r")) == "r got 2")
        #expect(words(state.receive("r")) == "r got end")
        #expect(words(state.receive("r")) == "r got end")
    }

    @Test("An error comes behind what is queued, and only the first ending counts")
    func failure() {
        var state = State(capacity: 1)
        _ = send(1, to: &state)
        #expect(words(state.finish(Fault())) == "-")
        #expect(words(state.finish(nil)) == "-")
        #expect(words(state.receive("r")) == "r got 1")
        #expect(words(state.receive("r")) == "r got fault")
        #expect(words(state.receive("r")) == "r got fault")
    }

    @Test("The end wakes a receiver that waits")
    func finishWakes() {
        var state = State(capacity: 1)
        #expect(words(state.receive("r")) == "-")
        #expect(words(state.finish(nil)) == "r got end")
        var failing = State(capacity: 1)
        #expect(words(failing.receive("r")) == "-")
        #expect(words(failing.finish(Fault())) == "r got fault")
    }

    @Test("A cancelled sender leaves the line, and its element with it")
    func cancelledSender() {
        var state = State(capacity: 1)
        _ = send(1, to: &state)
        let ticket = state.makeTicket()
        #expect(words(state.send(2, ticket: ticket, "s2")) == "-")
        #expect(send(3, to: &state) == "-")
        #expect(words(state.cancel(ticket)) == "s2 failed")
        #expect(words(state.receive("r")) == "s3 sent, r got 1")
        #expect(words(state.receive("r")) == "r got 3")
        #expect(words(state.receive("r")) == "-")
    }

    @Test("A sender cancelled before it arrives fails on arrival")
    func cancelledBeforeArrival() {
        var state = State(capacity: 1)
        let ticket = state.makeTicket()
        #expect(words(state.cancel(ticket)) == "-")
        #expect(words(state.send(1, ticket: ticket, "s1")) == "s1 failed")
        #expect(send(2, to: &state) == "s2 sent")
    }

    @Test("When the receiver goes, all who wait fail, and all who come")
    func cancelledReceiver() {
        var full = State(capacity: 1)
        _ = (send(1, to: &full), send(2, to: &full), send(3, to: &full))
        #expect(words(full.cancelReceiver()) == "s2+s3 failed")
        #expect(send(4, to: &full) == "s4 failed")
        #expect(words(full.receive("r")) == "r got cancelled")

        var empty = State(capacity: 1)
        #expect(words(empty.receive("r")) == "-")
        #expect(words(empty.cancelReceiver()) == "r failed")
        #expect(words(empty.finish(nil)) == "-")
    }
}
