import Foundation

/// What a program of the system prints: an opinion on our bytes that is not our own.
func output(of program: String, _ arguments: String...) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ProcessFailure(program: program) }
    return [UInt8](bytes)
}

/// A program that ended with a fault.
struct ProcessFailure: Error {
    let program: String
}

/// The SHA-256 of a file, by coreutils.
func systemDigest(of path: String) throws -> String {
    String(decoding: try output(of: "/usr/bin/sha256sum", path).prefix(64), as: UTF8.self)
}
