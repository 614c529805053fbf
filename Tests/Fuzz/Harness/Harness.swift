import FuzzProperties
import Glibc

/// The format that this process fuzzes, from the environment: libFuzzer keeps the arguments to itself.
private let format: FuzzFormat = {
    let name = unsafe getenv("FUZZ_FORMAT").map { unsafe String(cString: $0) } ?? ""
    guard let format = FuzzFormat(rawValue: name) else { fatalError("FUZZ_FORMAT names no format: \"\(name)\"") }
    return format
}()

/// What libFuzzer calls with each of its inputs.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    if let fault = format.fault(in: input) { fatalError("\(format.rawValue): \(fault)") }
    return 0
}
