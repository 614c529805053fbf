internal import CCurl
internal import Streaming
internal import Synchronization

/// The thread on which all transfers of a client run: libcurl's "multi" interface in a loop of its own.
@safe
final class TransferLoop: Sendable {
    private struct Inbox {
        var added: [Transfer] = []
        var cancelled: [Transfer] = []
        /// Transfers that were cancelled before they were added.
        var cancelledEarly: Set<Int> = []
        var known: Set<Int> = []
        var isClosed = false
        var lastID = 0
    }

    private let inbox = Mutex(Inbox())
    /// Safe to share: the loop's thread alone uses it, but for `curl_multi_wakeup`, which any thread may call.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    init() {
        _ = Self.globalSetup
        guard let multi = unsafe curl_multi_init() else { preconditionFailure("libcurl has no memory to start") }
        unsafe self.multi = multi
    }

    deinit {
        unsafe curl_multi_cleanup(multi)
    }

    /// libcurl wants one call before any other, made by one thread.
    private static let globalSetup: CURLcode = curl_global_init(Int(CURL_GLOBAL_ALL))

    /// Starts the thread; it ends after ``close()``.
    func start() {
        DedicatedThread.start(name: "transfers") { [self] in run() }
    }

    /// A number that no other transfer of this loop has.
    func makeID() -> Int {
        inbox.withLock { inbox in
            inbox.lastID += 1
            return inbox.lastID
        }
    }

    func add(_ transfer: Transfer) {
        let mustGiveUp = inbox.withLock { inbox in
            let isCancelled = inbox.cancelledEarly.remove(transfer.id) != nil
            if isCancelled || inbox.isClosed { return true }
            inbox.known.insert(transfer.id)
            inbox.added.append(transfer)
            return false
        }
        if mustGiveUp { transfer.completeCancelled() } else { unsafe curl_multi_wakeup(multi) }
    }

    func cancel(_ transfer: Transfer) {
        inbox.withLock { inbox in
            if inbox.known.contains(transfer.id) {
                inbox.cancelled.append(transfer)
            } else {
                inbox.cancelledEarly.insert(transfer.id)
            }
        }
        unsafe curl_multi_wakeup(multi)
    }

    func close() {
        inbox.withLock { $0.isClosed = true }
        unsafe curl_multi_wakeup(multi)
    }

    private func run() {
        var active: [Int: Transfer] = [:]
        while true {
            let (added, cancelled, isClosed) = takeInbox()
            for transfer in added {
                transfer.prepare()
                unsafe curl_multi_add_handle(multi, transfer.handle)
                active[transfer.id] = transfer
            }
            for transfer in isClosed ? Array(active.values) : cancelled {
                if retire(transfer, &active) { transfer.completeCancelled() }
            }
            if isClosed { return }
            var running: CInt = 0
            unsafe curl_multi_perform(multi, &running)
            completeFinished(&active)
            unsafe curl_multi_poll(multi, nil, 0, 1000, nil)
        }
    }

    private func takeInbox() -> (added: [Transfer], cancelled: [Transfer], isClosed: Bool) {
        inbox.withLock { inbox in
            defer { (inbox.added, inbox.cancelled) = ([], []) }
            return (inbox.added, inbox.cancelled, inbox.isClosed)
        }
    }

    private func completeFinished(_ active: inout [Int: Transfer]) {
        var waiting: CInt = 0
        while let message = unsafe curl_multi_info_read(multi, &waiting) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let result = unsafe crossfoot_curl_result(message)
            let handle = unsafe message.pointee.easy_handle
            guard let transfer = active.values.first(where: { unsafe $0.handle == handle }) else { continue }
            if retire(transfer, &active) { transfer.complete(result) }
        }
    }

    /// Takes a transfer out of libcurl's hands; false when it was out already.
    private func retire(_ transfer: Transfer, _ active: inout [Int: Transfer]) -> Bool {
        guard active.removeValue(forKey: transfer.id) != nil else { return false }
        unsafe curl_multi_remove_handle(multi, transfer.handle)
        inbox.withLock { _ = $0.known.remove(transfer.id) }
        return true
    }
}
