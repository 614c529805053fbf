internal import Formats

/// `/api/v1/invoices…`.
struct InvoiceEndpoints: Sendable {
    /// The invoices.
    let index: InvoiceIndex
    /// Their detailed files.
    let files: SignedFiles

    /// What can come along with an invoice.
    static let relations: Set<String> = ["lines"]

    /// The invoices that were generated since the start.
    let generated: GeneratedInvoices

    /// `GET …/invoices` and `GET …/invoices/myinvoices`: a page, `{"data":{"invoice":[…]}}`.
    func page(_ request: Request, _: [String]) throws(Refusal) -> Response {
        let all = index.entries + generated.entries
        let fields = index.fields.union(GeneratedInvoices.fields)
        let query = try LegacyListQuery(
            request.query, fields: fields, relations: Self.relations, usual: Self.relations)
        let selected = generated.listed(query.select(from: all))
        let page = request.paging.page(of: selected, offset: query.offset, limit: query.limit)
        let body = InvoicesBody(page, file: index.file, query: query, isXML: request.wantsXML)
        return LegacyAnswer.typed(Response(body: .stream(body)), request)
    }

    /// `GET …/invoices/{invoice}/detailed`: where its files can be fetched, an object and no list.
    func detailed(_ request: Request, _ captured: [String]) throws(Refusal) -> Response {
        guard let id = captured.last, index.entries.contains(where: { $0.value("id") == id }) else {
            throw .notFound("invoice \(captured.last ?? "")")
        }
        let invoice: JSONValue = [
            "id": .string(id), "detailedInvoiceFilesUrls": .array(try files.addresses(of: id).map { .string($0) }),
        ]
        return LegacyAnswer.response(["data": ["invoice": invoice]], to: request)
    }
}
