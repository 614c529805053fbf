internal import CMicroHTTPD
internal import Glibc

extension Response {
    /// Hands the response over to libmicrohttpd, which sends it after the callback has returned.
    func queue(on connection: OpaquePointer) -> MHD_Result {
        guard let response = unsafe makeOpaque() else { return .NO }
        // The connection has a reference of its own; this one goes.
        defer { unsafe MHD_destroy_response(response) }
        for (name, value) in headers { unsafe MHD_add_response_header(response, name, value) }
        return unsafe MHD_queue_response(connection, CUnsignedInt(status), response)
    }

    private func makeOpaque() -> OpaquePointer? {
        switch body {
        case .bytes(var bytes):
            return unsafe bytes.withUnsafeMutableBytes {
                unsafe MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
            }
        case .stream(let producer):
            // The response owns the stream: `bodyReleased` gives up the reference that is taken here.
            let stream = unsafe Unmanaged.passRetained(BodyStream(producer)).toOpaque()
            guard let response = unsafe microhttpd_stream(BodyStream.blockSize, bodyWanted, stream, bodyReleased) else {
                unsafe bodyReleased(stream)
                return nil
            }
            return unsafe response
        }
    }
}

/// A producer and what it has made that was not sent yet. Only its connection's thread uses it.
private final class BodyStream {
    /// The size in bytes of what is asked for at a time, where the connection's memory does not bound it.
    static let blockSize = 64 << 10

    private var producer: any BodyProducer
    private var made: [UInt8] = []
    private var sent = 0

    init(_ producer: any BodyProducer) {
        self.producer = producer
    }

    /// Fills the buffer as far as it can be done in one step; returns how many bytes that were, 0 at the end.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(SandboxError) -> Int {
        if sent == made.count {
            made.removeAll(keepingCapacity: true)
            sent = 0
            try producer.produce(into: &made)
        }
        let count = min(buffer.count, made.count - sent)
        unsafe made.withUnsafeBytes { unsafe buffer.copyMemory(from: .init(rebasing: $0[sent..<sent + count])) }
        sent += count
        return count
    }
}

/// Called by libmicrohttpd for the next bytes of a body, on the connection's thread.
private func bodyWanted(
    _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?, _ limit: Int
) -> Int {
    guard let context = unsafe context else { return microhttpd_end_with_error }
    let stream = unsafe Unmanaged<BodyStream>.fromOpaque(context).takeUnretainedValue()
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
