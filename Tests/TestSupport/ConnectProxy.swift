internal import Foundation
internal import Glibc
internal import Synchronization

/// A proxy on loopback that opens a tunnel (`CONNECT`) for whoever asks, wherever to: it always ends at one port of this
/// machine. What goes through it is none of its business.
package final class ConnectProxy: Sendable {
    /// The port that it listens on.
    package let port: UInt16
    private let listener: CInt
    private let heads = Mutex<[String]>([])

    /// The heads of the requests that it got, as they came.
    package var requests: [String] { heads.withLock { $0 } }

    /// Listens, and opens tunnels from then on.
    package init(to target: Int) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe (bind(listener, $0, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &size) == 0)
            }
        }
        guard isBound else { throw CocoaError(.executableLoad) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                Thread.detachNewThread { [self] in tunnel(client, to: target) }
            }
        }
    }

    /// Takes no more connections.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func tunnel(_ client: CInt, to target: Int) {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)), unsafe read(client, &byte, 1) == 1 {
            head.append(byte)
        }
        heads.withLock { $0.append(String(decoding: head, as: UTF8.self)) }
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(UInt16(target))
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return _ = close(client) }
        Self.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8), to: client)
        Thread.detachNewThread { Self.copy(from: server, to: client) }
        Self.copy(from: client, to: server)
    }

    private static func copy(from source: CInt, to target: CInt) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = unsafe read(source, &buffer, buffer.count), count > 0 {
            send(Array(buffer.prefix(count)), to: target)
        }
        shutdown(target, Int32(SHUT_WR))
    }

    private static func send(_ bytes: [UInt8], to target: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
