/// The manual from reconciling to the tests.
extension Manual {
    static let reconciles: [Section] = [
        Section(
            heading: "### `reconcile: { charges: STAGE, entitlements: STAGE }`",
            keys: own(Language.reconcileCharges),
            after: """
                Charges need the columns `quantity`, `amount` and `currency`; entitlements `quantity`, `price` (of one seat for one
                billing cycle), `currency` and `start`; both need the keys that `match` names. Both may have `cycle` and `term`, which
                are then compared; charges may have `rate` and `contract_amount` (the amount in the entitlement's currency).
                [outcomes.md](outcomes.md) says what comes of it, and [rules.md](rules.md) says it to the letter.

                Beside its two sides, `reconcile` may name a third stage, `earlier`: charges of earlier periods, by which rows are
                found that were billed before (B5) or correct what was (B7). Without it, that is not tested, and the summary says so.

                A fourth, `prices`, says what prices held from which day on (`start`): a history of the price list, for what is billed
                at last year's price today. It has the columns `price`, `currency`, `start` and what it is the price of: one or more of
                `sku`, `product`, `part_number`, `subscription`, `customer`, and `cycle` and `term` where they matter. The price that
                counts is the one that held on the first day of the cycle that begins in the month; where the list has none, the
                entitlement's own counts, and the outcome is flagged `price-not-listed`. Without a list, prices are those of the
                subscriptions as they are now, and the summary says that their history was not tested. The list is read first, and so
                has a parse stage of its own.

                Memory grows with entitlements and with charges that differ in keys or days. `crossfoot run --memory-limit 64MB` (or
                `1GB`) bounds it: both sides go into files of the run's directory, parted by the subscription's id, and are judged a
                few parts at a time; what no level with `subscription` brings together is parted again, by the keys that the other
                levels have in common. What is published is the same to the byte. It asks two things of the pipeline, and ends with
                78 where they are not so:

                - Every level of `match` with `subscription` comes before those without. What the former bring together decides what
                  is left for the latter, and a plan in another order cannot be carried out in parts.
                - An alias file has a parse stage of its own, which is no side of a reconciliation: aliases are read first.

                Not bounded are: charges of `earlier` stages, prices, aliases, and open items that are carried over with the decisions
                about them, which stay in memory; levels without `subscription` that have
                no key in common, which are one part, as is everything with the same keys; the other kinds of `reconcile`; and eight to
                sixteen bytes a row for the rows behind breaks. Whatever the limit, a run takes about 50 MB on two threads, and 70 MB on
                eight.
                """),
        Section(
            heading: "#### `compare`",
            before: """
                ```yaml
                compare:
                  quantity: 0
                  amount: { absolute: "0.05", percent: "0.1", max_total: "5.00" }
                  days: 1
                  codes: { V9: { percent: "0.5" } }
                  classes: { credit: "0.10" }
                ```
                """,
            keys: Language.comparison.keys,
            after: """
                Nothing is tolerated unless it is said here. What passes is M4, and its difference is posted to the bucket of the
                tolerance. The bounds of a tolerance, of which each that is set must hold:
                """),
        Section(heading: "#### Bounds of a tolerance", keys: Language.sumTolerance.keys),
        Section(
            heading: "### `reconcile: { entitlements: STAGE, agreements: STAGE }`",
            before: "Counts the seats that you hold against those that your customers agreed to.",
            keys: own(Language.reconcileAgreements),
            after: """
                Both stages need the keys of `by` and `quantity`. `price` and `currency` value a difference: the agreement's where
                there is one, else what the subscription costs. A `status` tells what has ended and is held no more.
                """),
        Section(
            heading: "### `reconcile: { invoices: STAGE, lines: STAGE }`",
            before: """
                Ties invoices to their lines: an invoice's `amount` must be the sum of its lines' amounts, its `tax` and its
                `adjustments` (both optional columns of the invoices). Both stages need `invoice`, `amount` and `currency`.
                """,
            keys: own(Language.tieInvoices)),
        Section(
            heading: "### `reconcile: { lines: STAGE, charges: STAGE }`",
            before: "Ties the lines of invoices to the rows of a report: the amounts of each must come to the same.",
            keys: own(Language.tieLines),
            after: """
                With `amount: { statistical: 100 }`, two documents that were rounded each for itself may differ by the larger of 100
                minor units and √rows × half a minor unit, as FOCUS has it. A bias that always points one way soon exceeds it, and
                should.

                Both stages need the keys of `by`, `amount` and `currency`. Amounts in different currencies are never added up. Where
                `provider` is among the keys, a provider in the report without a line on any invoice is a missing document.
                """),
    ]

    static let carry = Section(
        heading: "### `carry`",
        before: """
            What a month leaves open is not settled by the next one: its rows do not come again. This stage takes over what the set
            of the month before has left open, and every run keeps it open until it ends.

            ```yaml
            stages:
              decided: { read: decisions.csv }
              decisions: { parse: decided, columns: { item: item, decision: decision, note: note } }
              carried: { carry: last-month, decisions: decisions }
            ```
            """,
        keys: own(Language.carry),
        after: """
            An item ends in one of two ways, and `cleared-items.jsonl.gz` says in which:

            - Something of this month takes it back: an open outcome of the same leg, subscription, SKU and currency with exactly the
              opposite amount, which is a credit (B6), a correction (B7), or a late charge: a V6 above nought with days before the
              month (flag `earlier-days`). Where there are more of the one than of the other, nobody can tell which was meant, and all
              stay open.
            - A row of `decisions` says so. `item` is the item's name in `open-items.jsonl.gz`; `decision` is `cleared` (settled by
              something that no source shows) or `written-off`. With `disputed` or `credit-expected` it stays open, and says that
              with the `note`, for as long as the row stands in the file: add to the file, and leave in it what was decided. Rows about
              items that are not open change nothing, and their items are told. What takes an item back goes before a decision.

            What was late (S3) and is still not billed a month later is carried as S1. What was open and is new, less what was cleared
            and written off, is what is open: identity T6, in items and in each currency.

            Only the month right before is taken over, of the pipeline of this name, and only when its set is final and as it was
            published. Where `last-month` has none and there are sets of months before it, the run ends with 65; where there are none
            at all, as in the first month, the summary says that T6 was not tested, and why. It also says since when items have been
            carried over: a month that was closed without this stage begins the chain anew. Items of legs that the pipeline does not
            have any more stay open, and are told. The stage waits for all legs, and so none can need it. Gates count the breaks of
            the month, and not what was carried into it. In a test, `given` may have the lines of the open items; without, nothing is
            carried.
            """)

    static let write = Section(
        heading: "### `write`", keys: own(Language.write),
        after: """
            Names that every run publishes, and names that begin with `rejects-`, are taken. Records are written as CSV (`.csv`) or
            JSON Lines (`.jsonl`); what was fetched or read is written as it is, a report as the CSV that it wraps.

            A spreadsheet takes a cell for a formula when it begins with `=`, `+`, `-` or `@`, however it is quoted. With
            `spreadsheet_safe`, an apostrophe goes before text that begins so, behind blanks too, or with a tab or a line end; the
            cell then shows the text with the apostrophe. Numbers and dates are never touched, nor is text that is plainly a number,
            such as `-12.50`. Without it, what is written is read back byte for byte; with it, such text is not.
            """)

    static let generate = Section(
        heading: "### `generate`",
        before: """
            Tells the service to make invoices: once, whatever happens. It needs a `when`, and is carried out only with
            `--allow-effects`, and never with `--dry-run`; [effects.md](effects.md) says how it is kept from happening twice.

            ```yaml
            stages:
              new_invoices:
                generate: invoices
                source: azureplan
                period: ${params.period}
                when: tie_out.breaks == 0
            ```
            """,
        keys: own(Language.generate))

    static let notify = Section(
        heading: "### `notify`",
        before: """
            Sends a small JSON to a webhook when the run has ended: the pipeline, the period, the exit code, the verdict, the
            breaks of each leg and where the set lies; no amounts, no customers, no secrets. It is sent only with
            `--allow-effects`, over HTTPS, to a host that the file declares, and follows no redirects.

            ```yaml
            hosts: [hooks.example.test]
            stages:
              tell_us: { notify: "https://hooks.example.test/closing", on: ended }
            ```
            """,
        keys: own(Language.notify))

    // MARK: - Gates and tests

    static let gates = Section(
        heading: "## `gates`",
        before: """
            ```yaml
            gates:
              - { no_more_than: 0, of: [tie_out.breaks] }
              - { require: charges.records >= 1, because: a month without charges is no month }
            ```

            Where a gate does not hold, the run ends with exit code 3. A gate counts the breaks of the reconcile stages that it
            names, or requires that a condition is true. For a reconcile stage that no gate names, one break is enough. A gate over a
            stage that was skipped does not hold, unless it says so.
            """,
        keys: Language.countingGate.keys)

    static let requiringGates = Section(heading: "### Gates with a condition", keys: Language.requiringGate.keys)

    static let tests = Section(
        heading: "## `tests`",
        before: """
            `crossfoot test` runs these: on what is given, without network, and publishing nothing.

            ```yaml
            tests:
              - name: one seat too many is a break
                params: { period: 2026-10 }
                given:
                  report:
                    csv: |
                      Subscription ID,Seat Count,Seller Cost,Currency,Charge StartDate,Charge EndDate
                      S1,3,30.00,EUR,2026-10-01,2026-10-31
                  subscriptions:
                    json: '{"items": [{"subscriptionId": "S1", "seats": 2, "cost": 10, "currency": "EUR", "from": "2026-10-01"}]}'
                expect:
                  exit: 3
                  breaks: { tie_out: 1 }
                  codes: { tie_out: { V1: 1 } }
                  totals: { tie_out: { EUR: { billed: "30.00", expected: "20.00" } } }
            ```
            """,
        keys: Language.test.keys)

    static let given = Section(heading: "### `given`", keys: Language.given.keys)

    static let expectation = Section(heading: "### `expect`", keys: Language.expectation.keys + Language.total.keys)
}
