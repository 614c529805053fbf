internal import Formats

/// Answers of version 1: JSON, or XML made of it where the request asks for that.
enum LegacyAnswer {
    /// An answer whose outermost members are given: `data`, or those of a report.
    static func response(_ value: JSONValue, to request: Request) -> Response {
        var bytes: [UInt8] = []
        if request.wantsXML {
            bytes.append(contentsOf: XMLText.declaration.utf8)
            XMLText.append(value, named: "response", to: &bytes)
        } else {
            value.append(to: &bytes)
        }
        return typed(Response(body: .bytes(bytes)), request)
    }

    /// A response with the content type of the encoding that was asked for.
    static func typed(_ response: Response, _ request: Request) -> Response {
        var response = response
        let type = request.wantsXML ? "text/xml; charset=utf-8" : "application/json; charset=utf-8"
        response.setHeader("Content-Type", type)
        return response
    }
}
