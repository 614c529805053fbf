"""Rule 3: which groups and entitlements go together."""

from settings import KEYS


class Cluster:
    """Groups and the entitlements that they contest."""

    def __init__(self, level):
        self.level, self.groups, self.entitlements = level, [], []


class Cascade:
    """Brings groups and entitlements together, level by level."""

    def __init__(self, settings, groups, entitlements):
        self.settings, self.entitlements = settings, entitlements
        self.waiting = groups
        self.clusters = []

    def run(self):
        for number, level in enumerate(self.settings.levels, 1):
            self.take_level(number, level)
        return self

    def take_level(self, number, level):
        keys = [KEYS.index(key) for key in level if key != "interval"]
        index = self.index(keys, "subscription" in level)
        found, contested, still_waiting = {}, [], []
        for group in self.waiting:
            candidates = self.candidates(group, keys, index, "interval" in level)
            if not candidates:
                still_waiting.append(group)
                continue
            group.level = number
            if len(candidates) > 1:
                contested.append((group, [one for one in candidates if not one.is_found]))
            else:
                found.setdefault(candidates[0].number, (candidates[0], []))[1].append(group)
        self.waiting = still_waiting

        contested_here = {one.number for _, those in contested for one in those}
        for entitlement, groups in found.values():
            names = {group.keys[0] for group in groups}
            if len(names) > 1 or entitlement.number in contested_here:
                contested += [(group, [] if entitlement.is_found else [entitlement]) for group in groups]
            else:
                entitlement.is_found = True
                for group in groups:
                    group.entitlement = entitlement
        for _, those in contested:
            for one in those:
                one.is_contested = True
        self.clusters += clusters(number, contested)

    def index(self, keys, is_of_subscriptions):
        """The entitlements that a level looks among, by the values of its keys and their occurrence."""
        index = {}
        for one in self.entitlements:
            if one.is_contested or (one.is_found and not is_of_subscriptions):
                continue
            values = tuple(one.keys[key] for key in keys)
            if all(values):
                index.setdefault((values, one.occurrence), []).append(one)
        return index

    def candidates(self, group, keys, index, is_of_interval):
        found = index.get((tuple(group.keys[key] for key in keys), group.occurrence), ())
        name = group.keys[0]
        return [
            one for one in found
            if not (name and one.keys[0] and name != one.keys[0])
            and (not is_of_interval or self.is_within(group.days, one))]

    def is_within(self, days, entitlement):
        slack = self.settings.days
        return (days is not None and days[0] >= entitlement.start - slack
                and (entitlement.end is None or days[1] <= entitlement.end + slack))


def clusters(level, contested):
    """Groups that share a contested entitlement, directly or through others, are one cluster."""
    leaders = {}

    def leader(number):
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for _, entitlements in contested:
        for one in entitlements:
            leaders.setdefault(one.number, one.number)
            leaders[leader(one.number)] = leader(entitlements[0].number)
    found, members = {}, {}
    for group, entitlements in contested:
        name = leader(entitlements[0].number) if entitlements else (id(group),)
        cluster = found.setdefault(name, Cluster(level))
        cluster.groups.append(group)
        for one in entitlements:
            if (name, one.number) not in members:
                members[name, one.number] = True
                cluster.entitlements.append(one)
    return list(found.values())
