/// A kind of file system on which a ledger must not lie.
///
/// A ledger is for one host: its locks are the kernel's, and what it says to be flushed must be. File systems of a
/// network promise neither to other hosts.
package struct FileSystemKind: Sendable, Hashable {
    /// What people call it.
    package let name: String

    /// The kind by the number that `statfs` gives; `nil` for one that a ledger may lie on.
    package init?(unsuitable number: UInt32) {
        guard let name = Self.names[number] else { return nil }
        self.name = name
    }

    /// The numbers of `linux/magic.h` and of file systems that are not part of the kernel.
    private static let names: [UInt32: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x6573_5546: "FUSE",
        0x0102_1997: "9p", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda",
        0x564C: "NCP", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS", 0x0116_1970: "GFS2", 0x7461_636F: "OCFS2",
        0xAAD7_AAEA: "PanFS", 0x1983_0326: "BeeGFS", 0x786F_4256: "a VirtualBox share", 0xBACB_ACBC: "a VMware share",
    ]
}
