internal import Glibc

/// The variables that the program was started with.
package enum Environment {
    /// The value of a variable; `nil` where there is none.
    package static func value(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
