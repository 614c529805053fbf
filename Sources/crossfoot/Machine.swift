import Glibc
import Records

/// What the program asks of the machine that it runs on.
enum Machine {
    /// How many processors there are.
    static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The date by the machine's clock, in UTC.
    static var today: CivilDate {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return CivilDate(daysSinceEpoch: Int32(now.tv_sec / 86_400))
    }
}
