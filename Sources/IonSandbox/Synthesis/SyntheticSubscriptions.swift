internal import Formats
internal import Synchronization

/// The subscriptions of a synthetic month.
struct SyntheticSubscriptions: SubscriptionSource {
    private let month: SyntheticMonth
    private let latest = LatestSelection()

    init(_ month: SyntheticMonth) {
        self.month = month
    }

    func page(
        offset: Int, limit: Int, filter: SubscriptionFilter, paging: Request.Paging
    ) throws(SandboxError) -> (items: [[UInt8]], totalSize: Int) {
        guard filter.isRestrictive else {
            return (paging.page(of: 0..<month.count, offset: offset, limit: limit).map(text), month.count)
        }
        let found = try places(filter)
        return (paging.page(of: found, offset: offset, limit: limit).map(text), found.count)
    }

    func item(id: String) throws(SandboxError) -> JSONValue? {
        guard let index = Int(id).map({ $0 - month.item(0).id }), (0..<month.count).contains(index) else { return nil }
        return try Fixtures.json(text(index), path: "a synthetic subscription")
    }

    private func places(_ filter: SubscriptionFilter) throws(SandboxError) -> [Int] {
        if let known = latest.places(for: filter.key) { return known }
        var found: [(place: Int, key: String)] = []
        for index in 0..<month.count {
            let item = month.item(index)
            guard filter.status.map({ $0.lowercased() == item.status }) ?? true,
                filter.customerID.map({ $0 == item.customerID }) ?? true
            else { continue }
            guard filter.readsItems else {
                found.append((index, ""))
                continue
            }
            let value = try Fixtures.json(text(index), path: "a synthetic subscription")
            if filter.conditions.allSatisfy({ $0(value) }) { found.append((index, filter.sortKey(of: value))) }
        }
        let places = filter.sorted(found)
        latest.keep(places, for: filter.key)
        return places
    }

    /// An item as it stands in a page.
    private func text(_ index: Int) -> [UInt8] {
        let item = month.item(index)
        let (cost, margin) = (SyntheticMonth.money(item.cents), SyntheticMonth.money(item.cents / 5))
        let price = SyntheticMonth.money(item.cents + item.cents / 5)
        let total = SyntheticMonth.money((item.cents + item.cents / 5) * item.seats)
        let (start, end) = (
            month.day(item, monthsAhead: item.isEnded ? -4 : 0), month.day(item, monthsAhead: item.isEnded ? -3 : 1)
        )
        let purchased = month.day(item, monthsAhead: -14)
        return Array(
            #"""
            {"id":"\#(item.id)","customerId":"\#(item.customerID)","resellerId":"17017","isvId":"15718",\#
            "cloudProviderId":"30","subscriptionId":"\#(item.guid)","subscriptionName":"Seat Plan \#(item.seats % 7)",\#
            "resourceType":"AZURE::Subscription","ccpProductId":"SeatNCE","ccpSkuId":"Seat-Plan","ccpPlanId":"Monthly-n69",\#
            "subscriptionProductId":"NL","subscriptionSkuId":"\#(item.sku)","subscriptionOfferId":"NL,\#(item.sku),0001",\#
            "subscriptionTotalLicenses":"\#(item.seats)","unitType":"Licenses","subscriptionStatus":"\#(item.status)",\#
            "subscriptionPurchasedDate":"\#(purchased)T08:00:00Z","subscriptionStartDate":"\#(start)T08:00:00Z",\#
            "subscriptionEndDate":"\#(end)T08:00:00Z","subscriptionBillingType":"license",\#
            "subscriptionBillingCycle":"monthly","subscriptionBillingTerm":"P1M","subscriptionRenewStatus":"ENABLED",\#
            "isTrial":false,"autoRenew":\#(!item.isEnded),"customerName":"\#(item.customerName)",\#
            "partnerName":"Halvmåne Cloud Partners AB","lastUpdatedDate":"\#(start)T08:00:00Z","price":\#(price),\#
            "cost":\#(cost),"currency":"\#(item.currency)","margin":\#(margin),"total":\#(total),"msrp":\#(price),\#
            "renewalDate":"\#(end)T08:00:00Z","mfgPartNumber":"\#(item.sku):0001:P1M:M"}
            """#.utf8)
    }
}
