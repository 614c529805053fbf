import Records

/// Charge groups in little memory: their rows lie in one array, linked, and a group is put together when it is asked for.
struct GroupTable: Sendable {
    /// A group without its rows.
    struct Head: Sendable {
        /// What makes rows belong to it.
        fileprivate(set) var identity: ChargeGroup.Identity
        /// The places of its first and its last row; -1 for a group of which nothing is left.
        fileprivate var (first, last): (Int32, Int32) = (-1, -1)

        /// Whether nothing is left of it.
        var isEmpty: Bool { first < 0 }
        /// Whether it has more than one row.
        var hasSeveral: Bool { first != last }

        fileprivate init(_ identity: ChargeGroup.Identity) { self.identity = identity }
    }

    /// A row and the place of the next of its group, or -1.
    private struct Link {
        var member: GroupMember
        var next: Int32 = -1
    }

    /// The groups, in the order in which they came up. Some may be empty.
    private(set) var heads: [Head] = []
    private var links: [Link] = []
    private var index = IdentityIndex()

    /// Adds a row to its group.
    mutating func add(_ member: GroupMember, to identity: ChargeGroup.Identity) {
        let place = index.place(of: identity.hash) { heads[$0].identity == identity }
        if place == heads.count { heads.append(Head(identity)) }
        link(member, to: place)
    }

    /// Lets go of what finds a group by its identity. From here on no row is added by it.
    mutating func forgetIdentities() { index = IdentityIndex() }

    /// The group at a place.
    func group(at place: Int) -> ChargeGroup {
        let head = heads[place]
        return ChargeGroup(identity: head.identity, members: members(of: head))
    }

    /// The rows of a group.
    func members(of head: Head) -> [GroupMember] {
        var members: [GroupMember] = []
        var next = head.first
        while next >= 0 {
            members.append(links[Int(next)].member)
            next = links[Int(next)].next
        }
        return members
    }

    /// Whether a group has a row of some kind.
    func contains(_ head: Head, where isWanted: (GroupMember) -> Bool) -> Bool {
        var next = head.first
        while next >= 0 {
            if isWanted(links[Int(next)].member) { return true }
            next = links[Int(next)].next
        }
        return false
    }

    // MARK: - Changing groups

    /// Gives a group other rows.
    mutating func replace(_ place: Int, by group: ChargeGroup) {
        heads[place].identity = group.identity
        (heads[place].first, heads[place].last) = (-1, -1)
        for member in group.members { link(member, to: place) }
    }

    /// Adds a group, whatever others there are.
    mutating func append(_ group: ChargeGroup) {
        heads.append(Head(group.identity))
        replace(heads.count - 1, by: group)
    }

    /// Gives a group other keys, those that an alias stood for. Groups that then are equal become one, at the first's place.
    mutating func replaceKeys(_ resolve: (inout MatchKeys) -> Bool) {
        var index = IdentityIndex()
        var places: [Int] = []
        for place in heads.indices {
            if resolve(&heads[place].identity.keys) { markAliased(heads[place]) }
            let identity = heads[place].identity
            let found = index.place(of: identity.hash) { heads[places[$0]].identity == identity }
            if found == places.count { places.append(place) } else { move(place, to: places[found]) }
        }
    }

    /// Says of all rows of a group that an alias stood for one of their keys.
    private mutating func markAliased(_ head: Head) {
        var next = head.first
        while next >= 0 {
            links[Int(next)].member.isAliased = true
            next = links[Int(next)].next
        }
    }

    private mutating func move(_ place: Int, to target: Int) {
        let head = heads[place]
        guard !head.isEmpty else { return }
        if heads[target].isEmpty {
            heads[target].first = head.first
        } else {
            links[Int(heads[target].last)].next = head.first
        }
        heads[target].last = head.last
        (heads[place].first, heads[place].last) = (-1, -1)
    }

    private mutating func link(_ member: GroupMember, to place: Int) {
        let number = Int32(links.count)
        links.append(Link(member: member))
        if heads[place].isEmpty { heads[place].first = number } else { links[Int(heads[place].last)].next = number }
        heads[place].last = number
    }
}
