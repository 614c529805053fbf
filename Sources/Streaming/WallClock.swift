internal import Glibc

/// The machine's clock. What depends on it takes it as a value, so that tests can give another.
package enum WallClock {
    /// The seconds since 1970-01-01T00:00:00Z.
    package static var secondsSinceEpoch: Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return now.tv_sec
    }
}
