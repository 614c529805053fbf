import StreamOneIon

/// The manual from its start to the columns of records.
extension Manual {
    static let sections: [Section] =
        [whole, values, parameters, includes, secrets, defaults, limits, contracts]
        + [stages, conditions, fanOut, retrying] + fetches + [read, parse, columns] + reconciles + [
            carry, write, generate, notify,
        ]
        + [gates, requiringGates, tests, given, expectation]

    // MARK: - The file

    private static let whole = Section(
        heading: "# The pipeline file",
        before: """
            A pipeline file is YAML. Keys that are not known are faults, with a suggestion; every fault is told with its place
            (`file:line:column`), and all of them at once. `crossfoot lint` looks for faults without running anything, and
            `crossfoot schema` prints a schema with which editors complete and check what you write.
            """,
        keys: Language.pipeline.keys)

    private static let values = Section(
        heading: "## Values",
        before: """
            What a value means is decided by the key that it stands under, and by nothing else. YAML's own guesses have no say:

            | written | means |
            |---|---|
            | `no`, `on`, `yes`, `~`, `null` | the text, where text is expected; a fault where `true` or `false` is |
            | `012`, `1e3`, `0x10` | the text; where a whole number is expected, a fault: write `12` or `1000` |
            | `2026-10-01` | a date where one is expected, else text |
            | `"0.01"` and `0.01` | the same |
            | `<<: *base` | a fault: merge keys are not used here, write the members out |
            | `&name`, `*name` | an anchor and its use: allowed, up to 100,000 nodes in all |
            | `!!str x` | a fault: tags are not used here |

            A name stands once in a mapping; a file is one document; a tab cannot indent a line. What is nested deeper than 64
            levels is a fault. Files are UTF-8, or UTF-16 with its mark at the start.

            `${params.NAME}` stands for a value, and keeps its type when it stands alone. A month has the parts
            `${params.period.start}`, `.last_day` and `.end` (the day after). In a stage with `for_each`, `${each.NAME}` is the
            item. References are filled in after the file was read, once, so that a value can never become part of the file's
            structure, and never in comments. Times are written `90s`, `20m` or `2h`.
            """)

    private static let parameters = Section(
        heading: "## `params`",
        before: """
            ```yaml
            params:
              period: { type: month, default: last-month }
              report: { type: path, default: ../fixtures/month-end/reports/49038.csv }
              region: { type: text, default: eu, one_of: [eu, us], env: CROSSFOOT_REGION, about: whose rows are wanted }
            ```
            """,
        keys: Language.parameter.keys,
        after: """
            | type | values |
            |---|---|
            | `month` | `2026-10`, `last-month`, `this-month` |
            | `date` | `2026-10-31`, `today` |
            | `text` | anything |
            | `path` | a file; a default is relative to the pipeline file, what is given to where you are |
            | `count` | a whole number from 0 |
            | `decimal` | an exact number such as `0.05` |
            | `boolean` | `true`, `false` |
            | `list` | texts: `[a, b]` in the file, `a,b` elsewhere |

            The first of these counts that has a value: `--param NAME=VALUE`, the environment variable that `env` names, the
            default. A parameter without any is a fault. `crossfoot plan --values` shows every value and where it came from.
            `last-month` and `today` count from `--as-of`, or from the clock. The parameter `period`, if there is one, names the
            published directory; otherwise it is called `all`. No other environment variable is read.
            """)

    private static let includes = Section(
        heading: "## `include`",
        before: """
            ```yaml
            include: [shared/columns.yaml]
            ```

            A fragment has `params`, `contracts`, `stages` and `gates`, and nothing else; it includes nothing itself. Its paths
            are relative to it, and its faults are told with its own name. A name that stands in two files is a fault.
            """)

    private static let secrets = Section(
        heading: "## `secrets` and `hosts`",
        before: "Used by `notify` only. A secret's text appears in no output.",
        keys: Language.secret.keys,
        after: """
            ```yaml
            secrets:
              hook: { env: CLOSING_HOOK }
            hosts: [hooks.example.test]
            ```
            """)

    private static let defaults = Section(heading: "## `defaults`", keys: Language.defaults.keys)

    private static let limits = Section(heading: "## `limits`", keys: Language.limits.keys)

    private static let contracts = Section(
        heading: "## `contracts`",
        before: """
            What a source promises: its headings (or paths, in JSON and XML) and their types. A parse stage names one with
            `contract`. A run in which the promise is broken ends with exit code 65, before anything is published. Columns of the
            stage that the contract refuses, or promises to be of another type, are faults of the file; so are columns that a
            report stage with `columns` of its own, or a billing report, does not bring.

            All that it names is looked at, also columns that no stage takes. A heading that is missing, and one that is refused, end
            the run by name; a value of another type makes its row a reject. What is not `optional` must be there and, unless it is
            text, have a value in every row. With JSON and XML, the stage names its `columns`; text that only some records lack is
            not missed there.

            ```yaml
            contracts:
              report:
                others: refused
                columns:
                  Subscription ID: text
                  Seat Count: decimal
                  Discount: { type: decimal, optional: true }
            ```
            """,
        keys: Language.contract.keys + Language.contractColumn.keys)

    // MARK: - Stages

    private static let stages = Section(
        heading: "## Stages",
        before: """
            Each stage has exactly one verb. Stages run at the same time; each begins as soon as something arrives for it. A
            stage names the stages whose data it takes, and nothing is implied. Every stage may have:
            """,
        keys: Language.ofEveryStage)

    private static let conditions = Section(
        heading: "### Conditions",
        before: """
            `when`, and a gate's `require`, are conditions: they are true or false, and stand there bare, without `${ }`.

            ```yaml
            stages:
              archive:
                write: charges
                to: charges.csv.gz
                when: tie_out.breaks == 0 and charges.records > 0
            ```

            | | |
            |---|---|
            | `params.NAME`, `params.period.start`, `each.NAME` | values of the file |
            | `STAGE.records`, `STAGE.rejects` | how many records a parse stage has read, and how many of them it could not |
            | `STAGE.outcomes`, `STAGE.breaks`, `STAGE.matches` | how many outcomes a reconcile stage has, and how many are breaks or not |
            | `14`, `"text"`, `2026-10-01`, `2026-10`, `true`, `["a", "b"]` | values |
            | `==` `!=` `<` `<=` `>` `>=` `in` `+` `-` | comparing and counting, of values of one type |
            | `and` `or` `not` `( )` | joining conditions; `not` binds most, then `and`, then `or` |

            Nothing is converted: comparing text with a number is a fault, told at its place. A stage whose condition is false is
            skipped, and so are the stages that take its data; the run says which and why. A stage whose condition asks about
            another waits for it.
            """)

    private static let fanOut = Section(
        heading: "### `for_each`",
        before: """
            ```yaml
            stages:
              bills:
                for_each: { provider: [aws, azureplan, gcp] }
                fetch: billing-report
                provider: ${each.provider}
                month: ${params.period}
              bill_rows:
                parse: bills
            ```

            | `for_each:` | the items |
            |---|---|
            | `{ NAME: [a, b] }`, `{ NAME: ${params.LIST} }` | are listed |
            | `{ NAME: STAGE, key: COLUMN }` | are the values of a column of a parse stage's records: unknown until it has run |
            | `{ from: STAGE }` | are those of another stage: the two go along, item by item |

            Each item makes a leg, called `STAGE[ITEM]`, with its own progress, files and outcomes. `limits.legs` says how many run
            at once. A parse stage without `for_each` reads the files of all legs, in the order of the items; any other stage that
            takes what a leg has goes along with it.
            """)

    private static let retrying = Section(
        heading: "### `retry`",
        before: """
            Every stage that fetches may be tried again, from its start:

            ```yaml
            stages:
              bill:
                fetch: report
                report_id: "49038"
                range: LAST_MONTH
                timeout: 20m # for each try
                retry: { times: 3, wait: 1m } # or retry: 3
            ```
            """,
        keys: Language.ofEveryFetch + Language.retry.keys,
        after: """
            The configuration says how often a single request is sent again; `retry` begins when that is used up. What may pass is
            what requests are sent again for (the service answered 429, 500, 502, 503 or 504; a connection was not made, broke or
            took too long), other bytes at a second attempt, and the stage's own `timeout`, which counts for each try. Everything
            else ends the run at once: refused credentials, a renewal of the token that failed (the refresh token is good for one
            use), a certificate that is not trusted, a request that the service calls wrong, data that breaks its contract, an
            interruption.

            Where the service asks for a longer wait (`Retry-After`), the next try waits as long; where it asks for more than 15
            minutes, there is none.

            A stage with `retry` hands on what it has fetched when all of it is there, so that nothing of a try that failed is
            used, or used twice; the stages behind it begin then, and not while it arrives. Each new try is told with its
            cause, and the last failure with the number of tries. `generate` is never tried again.
            """)

    private static let fetches: [Section] =
        [
            Section(heading: "### `fetch: report`", keys: own(Language.fetchReport)),
            Section(
                heading: "### `fetch: billing-report`",
                before: """
                    One of version 1's billing reports. It is a tree; what is handed on is CSV with a row for each charge and the columns
                    `customer_id`, `company`, `contact`, `subscription`, `aws_linked_account`, `resource_group`, `product`, `category`,
                    `sku`, `usage_type`, `meter`, `other_levels`, `unit`, `usage`, `price`, `price_currency`, `cost`, `cost_currency`,
                    `is_credit`, `credit_name`, `source` and `conversion_rates`. A tree in which a charge would be lost ends the run.
                    """,
                keys: own(Language.fetchBillingReport)),
            Section(
                heading: "### `fetch: invoice-files`",
                before: """
                    The files with the details of invoices, such as CSV. The service lists their addresses; each is downloaded from the
                    host that it names, which is shown, without any credentials. An invoice without such a file ends the run.
                    """,
                keys: own(Language.fetchInvoiceFiles)),
            Section(
                heading: "### Fetching objects",
                before: """
                    Each of these fetches what the command of [`crossfoot api`](api.md) fetches, and its keys are the command's flags
                    with `_` in place of `-`. Flags without a value are `true` or `false`, those with commas are lists. A fetch never
                    changes anything.

                    | `fetch:` | command | where the records stand |
                    |---|---|---|
                    """ + "\n" + FetchedObject.all.map(row).joined(separator: "\n") + """


                        ```yaml
                        stages:
                          active: { fetch: subscriptions, status: ACTIVE, end_range: LAST_MONTH, page_size: 250 }
                          open_invoices:
                            fetch: invoices
                            filters:
                              status: open # equal
                              number: { partial: "IN-2026-%" } # % stands for anything
                              billingStartDate: { gte: 2026-10-01, lt: 2026-11-01 }
                            sort: { id: asc }
                        ```

                        Invoices belong to version 1 of the API: the configuration needs `v1.api_key` and `v1.api_secret`. The service says
                        nowhere how many there are, so pages are fetched until one is empty; an invoice that comes twice ends the run,
                        because then another was missed.
                        """),
        ] + FetchedObject.all.map { Section(heading: "#### `fetch: \($0.name)`", keys: own(Language.fetch($0))) }

    private static func row(_ object: FetchedObject) -> String {
        let command = "\(object.operation.group) \(object.operation.verb)"
        return "| `\(object.name)` | `\(command)` | `\(object.recordPath)` |"
    }

    /// The keys that not every stage has.
    static func own(_ definition: MappingDefinition) -> [KeyDefinition] {
        let shared = Language.ofEveryStage + Language.ofEveryFetch
        return definition.keys.filter { key in !shared.contains { $0.name == key.name } }
    }

    private static let read = Section(
        heading: "### `read`", before: "A local file, handed on as it is.", keys: own(Language.read))

    private static let parse = Section(
        heading: "### `parse`", before: "Reads records out of what a `fetch` or `read` stage has.",
        keys: own(Language.parse))

    private static let columns = Section(
        heading: "#### `columns`",
        before: """
            ```yaml
            columns:
              subscription: Subscription ID # your name: the heading, or a path in JSON or XML
              product: ccpProductInfo/productId
              amount: Seller Cost ({currency}) # finds "Seller Cost (SEK)", and gives the column currency
              end: { column: subscriptionEndDate, optional: true } # may be empty
              margin: { column: Margin, type: decimal }
            ```
            """,
        keys: Language.column.keys,
        after: """
            One path and one map of columns serve JSON and XML alike. In XML, namespaces and outer elements do not count, and
            attributes are as good as elements. The elements of a JSON list have no names: `invoice/lines/line` finds
            `{"invoice": [{"lines": [{…}]}]}`, and so does `invoice[].lines[]`, in XML too.

            Some names have a type and a meaning for `reconcile`: `subscription`, `sku`, `customer`, `customer_name`, `product`,
            `part_number`, `provider`, `invoice`, `charge_type`, `reference`, `status`, `cycle`, `term`, `alias`, `stands_for`
            (text); `quantity`, `amount`, `price`, `tax`, `adjustments`, `rate`, `contract_amount` (decimal); `currency`;
            `start`, `end` (the day after the last), `last_day` (date); `trial` (true or false). Other names are free, and text
            unless they say otherwise.

            A heading that is not there is a failure, never a guess, also for an optional column; in JSON, records may leave an
            optional field out altogether. A decimal, date, currency or truth value that is missing or cannot be read makes its
            row a reject, unless the column is optional and empty. Numbers are plain decimals: `1250.00`, `-0.05`, `6.1e-7`; dates
            are `2026-10-31` or instants such as `2026-10-31T16:29:10Z`, of which the date in UTC counts.
            """)
}
