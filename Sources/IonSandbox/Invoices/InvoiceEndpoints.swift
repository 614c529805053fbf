internal import Formats

/// `/api/v1/invoices…`.
struct InvoiceEndpoints: Sendable {
    /// The invoices.
    let index: InvoiceIndex
    /// Their detailed files.
    let files: SignedFiles

    /// `GET …/invoices` and `GET …/invoices/myinvoices`: a page, `{"data":{"invoice":[…]}}`.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let query = try InvoiceQuery(request.query, fields: index.fields)
        let found = query.select(from: index.entries)
        let page = request.paging.page(of: found, offset: query.offset, limit: query.limit)
        let body = InvoicesBody(page, file: index.file, hasLines: query.hasLines, isXML: request.wantsXML)
        return Self.typed(Response(body: .stream(body)), request)
    }

    /// `GET …/invoices/{invoice}/detailed`: where its files can be fetched, an object and no list.
    func detailed(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        guard let id = captured.last, index.entries.contains(where: { $0.value("id") == id }) else {
            throw .notFound("invoice \(captured.last ?? "")")
        }
        let invoice: JSONValue = [
            "id": .string(id), "detailedInvoiceFilesUrls": .array(try files.addresses(of: id).map { .string($0) }),
        ]
        var bytes: [UInt8] = []
        if request.wantsXML {
            bytes.append(contentsOf: XMLText.opening.utf8)
            XMLText.append(invoice, named: "invoice", to: &bytes)
            bytes.append(contentsOf: XMLText.ending.utf8)
        } else {
            let value: JSONValue = ["data": ["invoice": invoice]]
            value.append(to: &bytes)
        }
        return Self.typed(Response(body: .bytes(bytes)), request)
    }

    private static func typed(_ response: Response, _ request: Request) -> Response {
        var response = response
        let type = request.wantsXML ? "text/xml; charset=utf-8" : "application/json; charset=utf-8"
        response.setHeader("Content-Type", type)
        return response
    }
}
