package import Formats
package import HTTPTransport
internal import Records

extension IonClient {
    /// How many bytes an answer that is held in memory may have.
    private static let answerLimit = 64 << 20

    /// Fetches what a call asks for into a sink, as the service writes it.
    ///
    /// - Parameter cursor: Where a list is read; `nil` for a call that asks for one object.
    package func fetch(
        _ call: IonCall, at cursor: PageCursor? = nil,
        to sink: @escaping @Sendable (HTTPResponseHead) throws -> any BodySink
    ) async throws -> HTTPResponseHead {
        let activity = "fetching \(cursor?.place ?? call.subject)"
        let target = try withChosenFields(call).target(cursor?.items ?? [])
        return switch call.version {
        case .current: try await send(.get, target, while: activity, to: sink)
        case .legacy:
            try await sendLegacy(.get, target, accept: call.encoding.mediaType, while: activity, to: sink)
        }
    }

    /// The answer to a call, in memory.
    private func answer(to call: IonCall, at cursor: PageCursor? = nil) async throws -> JSONValue {
        let collector = BodyCollector(limit: Self.answerLimit)
        let head = try await fetch(call, at: cursor) { _ in collector.restarted() }
        do throws(FormatError) {
            if call.encoding == .xml {
                let answer = try JSONValue(parsingXML: collector.bytes, charset: head.charset)
                return call.list.map { answer.withList(at: $0.steps) } ?? answer
            }
            return try JSONValue(parsing: collector.bytes)
        } catch {
            let format = call.encoding == .xml ? "XML" : "JSON"
            let place = cursor?.place ?? call.subject
            throw IonError(
                .unexpectedAnswer, "fetching \(place): the answer is not the \(format) that it should be: \(error)")
        }
    }

    /// The object that a call asks for, as it came.
    package func object(_ call: IonCall) async throws -> JSONValue {
        guard case .object(let steps) = call.answer else { preconditionFailure("the call asks for a list") }
        let answer = try await answer(to: call)
        guard var object = steps.reduce(answer, { (value: JSONValue?, step) in value?[step] }) else {
            throw IonError(
                .unexpectedAnswer,
                "fetching \(call.subject): the answer has no member \"\(steps.joined(separator: "."))\"")
        }
        // Version 1 may write one object as a list of one.
        if let elements = object.array, elements.count == 1 { object = elements[0] }
        guard case .object = object else {
            throw IonError(.unexpectedAnswer, "fetching \(call.subject): the answer is not one object")
        }
        return call.hasIDInName ? object.withIDFromName : object
    }

    /// The page of a list that a cursor stands at, in memory.
    package func page(_ call: IonCall, at cursor: PageCursor) async throws -> IonPage {
        guard let list = call.list else { preconditionFailure("the call asks for one object") }
        let answer = try await answer(to: call, at: cursor)
        return try IonPage(answer, of: list, subject: cursor.place, isFirst: cursor.isAtStart)
    }

    /// The call with the parameter that chooses the members of each object; its name is not published.
    private func withChosenFields(_ call: IonCall) throws(IonError) -> IonCall {
        guard let fields = call.chosenFields else { return call }
        guard let name = configuration.fieldsParameter else {
            throw IonError(
                .invalidConfiguration,
                "fetching \(call.subject): fields are chosen, but the name of the parameter that chooses them is not "
                    + "published; ask TD SYNNEX for it and put it into \(configuration.path) as \"v1.fields_parameter\""
            )
        }
        var call = call
        call.items.append(QueryItem(name, fields.joined(separator: ",")))
        return call
    }
}

extension JSONValue {
    /// The value with a list at the end of two steps, whatever stands there: in XML one object looks like no list, and an
    /// empty list like no value.
    fileprivate func withList(at steps: [String]) -> JSONValue {
        guard steps.count == 2, var outer = self[steps[0]] else { return self }
        switch outer[steps[1]] {
        case nil where outer == .string(""): outer = .object([.init(steps[1], .array([]))])
        case .object(let members)?: outer[steps[1]] = .array([.object(members)])
        default: return self
        }
        var value = self
        value[steps[0]] = outer
        return value
    }
}
