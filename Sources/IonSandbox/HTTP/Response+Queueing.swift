internal import CMicroHTTPD
internal import Glibc

extension Response {
    /// Hands the response over to libmicrohttpd, which sends it after the callback has returned.
    func queue(on connection: OpaquePointer) -> MHD_Result {
        if delivery.closes { return .NO }
        guard let response = unsafe makeOpaque() else { return .NO }
        // The connection has a reference of its own; this one goes.
        defer { unsafe MHD_destroy_response(response) }
        for (name, value) in headers { unsafe MHD_add_response_header(response, name, value) }
        return unsafe MHD_queue_response(connection, CUnsignedInt(status), response)
    }

    private func makeOpaque() -> OpaquePointer? {
        switch body {
        case .bytes(var bytes) where delivery.isPlain:
            return unsafe bytes.withUnsafeMutableBytes {
                unsafe MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
            }
        case .bytes, .stream:
            // The response owns the stream: `bodyReleased` gives up the reference that is taken here.
            let stream = unsafe Unmanaged.passRetained(BodyStream(body.producer, delivery)).toOpaque()
            let response = unsafe microhttpd_stream(
                knownLength ?? microhttpd_unknown_size, BodyStream.blockSize, bodyWanted, stream, bodyReleased)
            guard let response = unsafe response else {
                unsafe bodyReleased(stream)
                return nil
            }
            return unsafe response
        }
    }

    /// The length that is announced; `nil` when the body is sent in chunks. A stream is made once more to measure it.
    private var knownLength: UInt64? {
        if case .bytes(let bytes) = body { return UInt64(bytes.count) }
        var (producer, length, piece) = (body.producer, UInt64(0), [UInt8]())
        // What is compressed is made only once.
        guard delivery.promisesLength, !(producer is GzipBody) else { return nil }
        while (try? producer.produce(into: &piece)) != nil, !piece.isEmpty {
            length += UInt64(piece.count)
            piece.removeAll(keepingCapacity: true)
        }
        return length
    }
}

/// A producer and what it has made that was not sent yet. Only its connection's thread uses it.
private final class BodyStream {
    /// The size in bytes of what is asked for at a time, where the connection's memory does not bound it.
    static let blockSize = 64 << 10

    /// How long a slow body rests between two steps, in microseconds.
    private static let restTime: UInt32 = 100_000

    /// Whether nothing is ever sent.
    let stalls: Bool
    private var producer: any BodyProducer
    private let delivery: Response.Delivery
    private var made: [UInt8] = []
    private var sent = 0
    private var total = 0

    init(_ producer: any BodyProducer, _ delivery: Response.Delivery) {
        self.producer = producer
        self.delivery = delivery
        stalls = delivery.stalls
    }

    /// Sends nothing for a while.
    func rest() -> Int {
        usleep(Self.restTime)
        return 0
    }

    /// Fills the buffer as far as it can be done in one step; returns how many bytes that were, 0 at the end.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(SandboxError) -> Int {
        if let cut = delivery.cut, total >= cut {
            throw SandboxError(code: .system, message: "a fault rule cuts the body off here")
        }
        if delivery.bytesPerStep != nil { usleep(Self.restTime) }
        if sent == made.count {
            made.removeAll(keepingCapacity: true)
            sent = 0
            try producer.produce(into: &made)
        }
        let count = min(
            buffer.count, made.count - sent, delivery.bytesPerStep ?? .max, (delivery.cut ?? .max) - total)
        unsafe made.withUnsafeBytes { unsafe buffer.copyMemory(from: .init(rebasing: $0[sent..<sent + count])) }
        sent += count
        total += count
        return count
    }
}

/// Called by libmicrohttpd for the next bytes of a body, on the connection's thread.
private func bodyWanted(
    _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?, _ limit: Int
) -> Int {
    guard let context = unsafe context else { return microhttpd_end_with_error }
    let stream = unsafe Unmanaged<BodyStream>.fromOpaque(context).takeUnretainedValue()
    // Asked again at once, libmicrohttpd would keep a processor busy for as long as nothing is sent.
    if stream.stalls { return stream.rest() }
    do throws(SandboxError) {
        let count = try unsafe stream.fill(UnsafeMutableRawBufferPointer(start: buffer, count: limit))
        return count > 0 ? count : microhttpd_end_of_stream
    } catch {
        return microhttpd_end_with_error
    }
}

/// Called by libmicrohttpd when a body is sent or given up.
private func bodyReleased(_ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    unsafe Unmanaged<BodyStream>.fromOpaque(context).release()
}
