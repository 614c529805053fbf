internal import Formats
internal import Streaming

/// What a sandbox serves, read and indexed from its directory. The bulk stays on the disk.
struct Fixtures: Sendable {
    /// The account that has all of it.
    let accountID: String
    /// The reports, in the order of `sandbox.json`.
    let reports: [Report]
    /// The subscriptions.
    let subscriptions: any SubscriptionSource
    /// The invoices.
    let invoices: InvoiceIndex
    /// The customers of version 3.
    let customers: [JSONValue]
    /// The products.
    let products: [JSONValue]
    /// The orders.
    let orders: [JSONValue]
    /// The customers of version 1.
    let legacyCustomers: [JSONValue]
    /// The billing reports of version 1.
    let billingReports: BillingReports
    /// The directory of the invoices' detailed files.
    let invoiceFiles: String
    /// For how many seconds the address of such a file is good.
    let signedURLLifetime: Int

    /// Reads `sandbox.json` and all that it names.
    ///
    /// - Parameter month: Whose subscriptions, rows and invoices take the place of those in the directory.
    init(directory: String, month: SyntheticMonth? = nil) throws(SandboxError) {
        let path = directory + "/sandbox.json"
        let settings = try Self.json(Self.contents(of: path), path: path)
        guard let accountID = settings["account_id"]?.string, let identifiers = settings["report_ids"]?.array else {
            throw SandboxError(
                code: .fixture, message: #"\#(path) must say {"account_id": "17017", "report_ids": ["49038"]}"#)
        }
        var reports: [Report] = []
        for identifier in identifiers {
            guard let identifier = identifier.string else {
                throw SandboxError(code: .fixture, message: "\(path): report_ids must be strings")
            }
            reports.append(try Report(identifier: identifier, directory: directory + "/reports", month: month))
        }
        self.accountID = accountID
        self.reports = reports
        if let month {
            self.subscriptions = SyntheticSubscriptions(month)
            self.invoices = InvoiceIndex(month)
        } else {
            self.subscriptions = try SubscriptionIndex(path: directory + "/subscriptions.json")
            self.invoices = try InvoiceIndex(path: directory + "/invoices.json")
        }
        self.customers = try ObjectFile.objects(directory + "/customers.json", at: "customers")
        self.products = try ObjectFile.objects(directory + "/products.json", at: "products")
        self.orders = try ObjectFile.objects(directory + "/orders.json", at: "orders")
        self.legacyCustomers = try ObjectFile.objects(directory + "/legacy-customers.json", at: "data", "customer")
        self.billingReports = try BillingReports(directory: directory + "/billing", month: month?.month)
        self.invoiceFiles = directory + "/invoices"
        self.signedURLLifetime = settings["signed_url_lifetime"]?.integer ?? 900
    }
}

/// Reading fixtures, with errors that name them.
extension Fixtures {
    /// How many bytes of a fixture are read at a time.
    static let chunkSize = 256 << 10

    /// The whole of a small fixture.
    static func contents(of path: String) throws(SandboxError) -> [UInt8] {
        do throws(StreamingError) {
            return try File.contents(of: path)
        } catch {
            throw unusable(error)
        }
    }

    /// A fixture, opened.
    static func open(_ path: String) throws(SandboxError) -> File {
        do throws(StreamingError) {
            return try File.open(path)
        } catch {
            throw unusable(error)
        }
    }

    /// The JSON value that a fixture holds.
    static func json(_ contents: [UInt8], path: String) throws(SandboxError) -> JSONValue {
        do throws(FormatError) {
            return try JSONValue(parsing: contents)
        } catch {
            throw SandboxError(code: .fixture, message: "\(path): \(error)")
        }
    }

    private static func unusable(_ error: StreamingError) -> SandboxError {
        let advice =
            "a sandbox needs a directory with sandbox.json, subscriptions.json, and reports/<id>.json and "
            + "reports/<id>.csv for each report"
        return SandboxError(code: .fixture, message: "\(error); \(advice)")
    }
}

extension File {
    /// Hands on what the file holds, in chunks. Runs to the end unless the closure throws.
    ///
    /// - Throws: ``SandboxError`` that names the file.
    func forEachChunk(_ body: (Span<UInt8>) throws(FormatError) -> Void) throws(SandboxError) {
        var buffer = [UInt8](repeating: 0, count: Fixtures.chunkSize)
        var offset = 0
        while true {
            let count = try fixtureRead(into: &buffer, at: offset)
            if count == 0 { return }
            do throws(FormatError) {
                try body(buffer.span.extracting(first: count))
            } catch {
                throw SandboxError(code: .fixture, message: "\(path): \(error)")
            }
            offset += count
        }
    }

    /// As ``read(into:at:)``, with the sandbox's error.
    func fixtureRead(into buffer: inout [UInt8], at offset: Int) throws(SandboxError) -> Int {
        do throws(StreamingError) {
            return try read(into: &buffer, at: offset)
        } catch {
            throw SandboxError(code: .system, message: error.message)
        }
    }
}
