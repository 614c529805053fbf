"""Every public method of the SDK, with every argument, and what is its like in `crossfoot api`."""

import csv
import io
import json
import os
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

import corrections
from check import Check, comparable, simplified
from StreamOneIONSDK import exceptions


class Calls(Check):
    """The calls, one group after the other."""

    def run(self):
        self.invoices()
        self.legacy_customers()
        self.generation()
        self.customers()
        self.subscriptions()
        self.orders()
        self.products()
        self.reports()
        self.beyond_the_sdk()
        self.finish()

    def invoices(self):
        listed = lambda answer: answer["data"]["invoice"]
        pages = ("all-pages", corrections.with_empty_page)
        exact = ("exact-filter", corrections.changed(0, corrections.without_exact))
        filters = {
            "billingStartDate": {"value": "2026-10-01", "modifier": "gte"},
            "billingEndDate": {"value": "2026-10-31", "modifier": "lte"}, "currency": {"value": "EUR"},
        }
        words = ["--filter", "billingStartDate:gte=2026-10-01", "--filter", "billingEndDate:lte=2026-10-31",
                 "--filter", "currency=EUR"]
        self.call("get_my_invoices", {}, ["invoices", "list"], listed, pages)
        self.call("get_my_invoices", {"filters": filters}, ["invoices", "list", *words], listed, pages)
        for modifier, value in [("exact", "IN-2026-10-EUR"), ("partial", "IN-2026-09%"), ("gt", "IN-2026-10"),
                                ("lt", "IN-2026-10"), ("gte", "IN-2026-10-EUR"), ("lte", "IN-2026-10-EUR"),
                                ("min", "IN-2026-10-EUR"), ("max", "IN-2026-10-EUR")]:
            self.call("get_my_invoices", {"filters": {"number": {"value": value, "modifier": modifier}}},
                      ["invoices", "list", "--filter", f"number:{modifier}={value}"], listed,
                      *([exact, pages] if modifier == "exact" else [pages]))
        self.call("get_my_invoices", {"sort": {"total": "desc", "id": "asc"}, "limit": 3, "offset": 2,
                                      "relations": ["lines"]},
                  ["invoices", "list", "--sort", "total:desc", "--sort", "id", "--limit", "3", "--offset", "2",
                   "--relations", "lines"], listed)
        value = "A & B #1"
        self.call("get_my_invoices", {"filters": {"number": {"value": value}}, "limit": 5},
                  ["invoices", "list", "--filter", f"number={value}", "--limit", "5"], listed,
                  ("encoded-filter", corrections.changed(0, corrections.whole_filter("filter[number]", value))))
        self.call("get_customer_invoices", {"customer_id": "17017"}, ["invoices", "list", "--customer", "17017"], listed,
                  pages)
        self.call("get_customer_invoices", {"customer_id": "17017", "limit": 2, "offset": 1,
                                            "filters": {"currency": {"value": "SEK"}}},
                  ["invoices", "list", "--customer", "17017", "--limit", "2", "--offset", "1", "--filter",
                   "currency=SEK"], listed)
        self.all_pages("get_my_invoices", {"sort": {"id": "desc"}}, 2, ["invoices", "list", "--sort", "id:desc"], listed)
        self.all_pages("get_customer_invoices", {"customer_id": "17017"}, 2, ["invoices", "list", "--customer", "17017"],
                       listed)
        self.details()

    def details(self):
        theirs, ours = (os.path.join(self.directory, name) for name in ("files-sdk", "files-crossfoot"))
        os.makedirs(theirs)
        os.makedirs(ours)
        self.call("get_detailed_invoice_data", {"invoice_id": "900116", "save_folder": theirs},
                  ["invoices", "files", "900116", "--save", ours], output=None)
        contents = [{name: open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder))}
                    for folder in (theirs, ours)]
        if contents[0] != contents[1] or not contents[0]:
            self.faults.append(f"get_detailed_invoice_data: other files: {[list(c) for c in contents]}")

    def legacy_customers(self):
        listed = lambda answer: answer["data"]["customer"]
        pages = ("all-pages", corrections.with_empty_page)
        self.call("get_customers_v1", {}, ["legacy-customers", "list"], listed, pages)
        self.all_pages("get_customers_v1", {"relations": ["group"]}, 5,
                       ["legacy-customers", "list", "--relations", "group"], listed)
        self.call("get_customers_v1", {"filters": {"company": {"value": "A%", "modifier": "partial"}},
                                       "relations": ["group", "invoices"], "limit": 4, "offset": 0},
                  ["legacy-customers", "list", "--filter", "company:partial=A%", "--relations", "group,invoices",
                   "--page-size", "4"], listed, pages)
        self.call("get_customers_v1", {"customer_id": "306011"}, ["legacy-customers", "get", "306011"], listed,
                  ("single-object", corrections.changed(0, corrections.without_paging)))

    def generation(self):
        made = lambda answer: [answer]
        form = ("form-encoding", corrections.changed(0, corrections.form_encoding))
        for arguments, words in [
            ({"source": "aws", "period": "m-10-2026"}, ["--period", "2026-10"]),
            ({"source": "aws", "period": "m-10-2026", "status": "draft", "sendEmails": True,
              "customers": ["306011", "306048"], "resellers": ["17018"]},
             ["--period", "2026-10", "--status", "draft", "--send-emails", "--customers", "306011,306048",
              "--resellers", "17018"]),
        ]:
            outcome = self.call("generate_invoices", arguments,
                                ["invoices", "generate", "--source", "aws", *words, "--yes"], made, form,
                                output=None)
            if outcome and json.loads(outcome[1].stdout) != outcome[0]:
                self.faults.append(f"generate_invoices: other answers: {outcome[0]} {outcome[1].stdout}")
        # Without a period it is last month by each side's clock; the day is given to crossfoot alone.
        result, error = self.ask_sdk("generate_invoices", {"source": "gcp"})
        period = dict(parse_qsl(self.reference.recorder.take()[0].body.decode()))["period"]
        if error or not period.startswith("m-") or len(period) != 9:
            self.faults.append(f"generate_invoices without a period: {error!r} {period}")
        shown = self.ask_crossfoot(["invoices", "generate", "--source", "gcp"])
        if "period = m-10-2026" not in shown.stdout or self.own.recorder.take():
            self.faults.append("generate without --yes must show last month and send nothing: " + shown.stdout)

    def customers(self):
        for arguments, words in [
            ({"pageSize": 10}, ["--page-size", "10"]),
            ({"pageSize": 100, "languageCode": "sv-SE", "customerStatus": "ACTIVE"},
             ["--language", "sv-SE", "--status", "ACTIVE"]),
            ({"pageSize": 7, "customerEmail": "billing@customer-3.example"},
             ["--page-size", "7", "--email", "billing@customer-3.example"]),
            ({"pageSize": 7, "customerName": "Ada Almgren"}, ["--page-size", "7", "--name", "Ada Almgren"]),
        ]:
            self.call("list_customers", arguments, ["customers", "list", *words])
        self.call("list_customers", {}, ["customers", "list"], list, ("page-size", corrections.whole_list))
        self.call("get_customer", {"customerId": "306011"}, ["customers", "get", "306011"], lambda result: [result])
        self.missing("get_customer", {"customerId": "99"}, ["customers", "get", "99"])

    def subscriptions(self):
        listed = ["subscriptions", "list", "--page-size", "100"]
        ended = ("total-ends", corrections.without_last_page)
        self.call("list_subscriptions", {}, ["subscriptions", "list", "--page-size", "10"], list, ended)
        for arguments, words in [
            ({}, []),
            ({"customerPo": "PO 1", "resellerPo": "R&D"}, ["--customer-po", "PO 1", "--reseller-po", "R&D"]),
            ({"cloudProviderName": "Microsoft", "accountName": "Halvmåne Cloud Partners AB"},
             ["--provider-name", "Microsoft", "--account-name", "Halvmåne Cloud Partners AB"]),
            ({"subscriptionStatus": "ACTIVE"}, ["--status", "ACTIVE"]),
            ({"customerId": "306011"}, ["--customer", "306011"]),
            ({"subscriptionId": "7a6708b2-749f-4b67-9d27-438613f87b97"},
             ["--subscription", "7a6708b2-749f-4b67-9d27-438613f87b97"]),
            ({"resellerId": 17017, "providerId": 30}, ["--reseller", "17017", "--provider", "30"]),
            ({"startDateRange": {"relativeDateRange": "LAST_MONTH"}}, ["--start-range", "LAST_MONTH"]),
            ({"startDateRange": {"fixedDateRange": {"startDate": "2026-10-01T00:00:00Z",
                                                    "endDate": "2026-10-15T00:00:00Z"}}},
             ["--start-from", "2026-10-01T00:00:00Z", "--start-to", "2026-10-15T00:00:00Z"]),
            ({"endDateRange": {"relativeDateRange": "YEAR_TO_DATE"}}, ["--end-range", "YEAR_TO_DATE"]),
            ({"endDateRange": {"fixedDateRange": {"startDate": "2026-11-01T00:00:00Z",
                                                  "endDate": "2026-12-01T00:00:00Z"}}},
             ["--end-from", "2026-11-01T00:00:00Z", "--end-to", "2026-12-01T00:00:00Z"]),
            ({"endDate": "2026-11-22T07:43:40.365Z"}, ["--end-date", "2026-11-22T07:43:40.365Z"]),
            ({"billingTerm": "P1Y"}, ["--billing-term", "P1Y"]),
            ({"totalLicense": "57"}, ["--total-licenses", "57"]),
            ({"ccpProductId": "SecurityNCE"}, ["--product", "SecurityNCE"]),
            ({"providerProductId": "SE"}, ["--provider-product", "SE"]),
            ({"customerName": "Åre Fjällvård"}, ["--customer-name", "Åre Fjällvård"]),
            ({"subscriptionName": "Mail Plan 2"}, ["--name", "Mail Plan 2"]),
            ({"resourceType": "AZURE::Subscription"}, ["--resource-type", "AZURE::Subscription"]),
            ({"filter": "archiving", "sortBy": "price", "sortOrder": "DESC", "userId": 677176},
             ["--search", "archiving", "--sort-by", "price", "--sort-order", "DESC", "--user", "677176"]),
        ]:
            # What no subscription has makes an empty list, on whose end both agree.
            is_empty = "customerPo" in arguments or "cloudProviderName" in arguments
            self.call("list_subscriptions", {"pageSize": 100, **arguments}, [*listed, *words], list,
                      *([] if is_empty else [ended]))
        self.call("list_subscriptions", {"pageSize": 100, "customField": {"Cost Center": "CC-101"}},
                  [*listed, "--custom-field", "Cost Center=CC-101"], list, ended,
                  ("custom-field", corrections.changed(-1, corrections.named_custom_field)))
        for refresh in (None, True, False):
            words = [] if refresh is None else ["--refresh", str(refresh).lower()]
            self.call("get_customer_subscription_details",
                      {"customerId": "306011", "subscriptionId": "2277242", "refresh": refresh},
                      ["subscriptions", "get", "306011", "2277242", *words], lambda result: [result])
        self.missing("get_customer_subscription_details", {"customerId": "306011", "subscriptionId": "7"},
                     ["subscriptions", "get", "306011", "7"], hidden=False)

    def beyond_the_sdk(self):
        """What the SDK has no method for; the answers are held against the description."""
        for words in (["orders", "get", "700001"], ["reports", "data", "49038", "--range", "LAST_MONTH", "--stream"]):
            ending = self.ask_crossfoot(words)
            if ending.returncode != 0:
                self.faults.append(f"{' '.join(words)}: {ending.returncode} {ending.stderr}")
            exchanges = self.own.recorder.take()
            for exchange in exchanges:
                self.description.check(exchange)
        self.described_stream(exchanges[-1])

    def described_stream(self, streamed):
        """The same rows in the envelope that the description has, which is sent to whoever does not ask for CSV."""
        with open(self.own.path) as file:
            token = json.load(file)["v3"]["access_token"]
        request = Request(self.own.recorder.address + streamed.path, streamed.body, {
            "Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept": "application/json"})
        with urlopen(request) as answer:
            wrapped = json.load(answer)
        self.description.check(self.own.recorder.take()[0])
        if wrapped.get("contentType") != "text/csv" or wrapped.get("data", "").encode() != streamed.answer:
            self.faults.append("reportDataCsvStream: other rows in the envelope than bare")

    def orders(self):
        self.call("list_account_orders", {"page_size": 30}, ["orders", "list", "--page-size", "30"])
        self.call("list_account_orders", {"page_size": 9, "status": "COMPLETED"},
                  ["orders", "list", "--page-size", "9", "--status", "COMPLETED"])
        self.call("list_customer_orders", {"customer_id": "306011", "page_size": 2},
                  ["orders", "list", "--customer", "306011", "--page-size", "2"])
        self.call("list_customer_orders", {"customer_id": "-", "page_size": 50, "status": "ERROR"},
                  ["orders", "list", "--customer", "-", "--page-size", "50", "--status", "ERROR"])
        self.without_page_size("list_account_orders", {}, ["orders", "list"])
        self.without_page_size("list_customer_orders", {"customer_id": "306011"}, ["orders", "list", "--customer", "306011"])

    def without_page_size(self, method, arguments, words):
        """The SDK is refused, as it sends none unless told."""
        self.count += 1
        _, error = self.ask_sdk(method, arguments)
        refused = [simplified(exchange) for exchange in self.reference.recorder.take()]
        ending = self.ask_crossfoot(words)
        own = [simplified(exchange) for exchange in self.own.recorder.take()]
        adjusted = self.corrected(method, refused, [("page-size", corrections.changed(-1, corrections.page_size))])
        self.compare(f"{method}({arguments})", "requests", comparable(adjusted), comparable(own))
        if not isinstance(error, exceptions.BadRequestError) or ending.returncode != 0:
            self.faults.append(f"{method}({arguments}): {error!r}, {ending.returncode} {ending.stderr}")

    def products(self):
        for arguments, words in [
            ({}, []), ({"language": "sv"}, ["--language", "sv"]), ({"name": "Mail NCE"}, ["--name", "Mail NCE"]),
            ({"sku_external_id": "CFQ7TTC0LGZW"}, ["--sku-external-id", "CFQ7TTC0LGZW"]),
            ({"sku_id": "Mail-Plan-2"}, ["--sku", "Mail-Plan-2"]),
            ({"sku_display_name": "Mail Plan 2"}, ["--sku-name", "Mail Plan 2"]),
            ({"addon_external_id": "A", "addon_id": "B", "addon_display_name": "C"},
             ["--addon-external-id", "A", "--addon", "B", "--addon-name", "C"]),
        ]:
            self.call("list_products", {"page_size": 4, **arguments}, ["products", "list", "--page-size", "4", *words])
        self.without_page_size("list_products", {}, ["products", "list"])
        one = lambda result: [result]
        truths = ("truth-values", corrections.changed(-1, corrections.lower_case_truths))
        everything = ["--exclude-pricing", "--exclude-marketing", "--exclude-definition", "--exclude-version-history",
                      "--exclude-deployment"]
        self.call("get_product", {"product_id": "MailNCE"},
                  ["products", "get", "MailNCE", *everything, "--role", "CUSTOMER"], one, truths)
        self.call("get_product", {"product_id": "MailNCE", "language": "sv", "pricebook_customer_id": 306011,
                                  "product_version": "1", "exclude_pricing": False, "exclude_marketing": True,
                                  "exclude_definition": False, "exclude_version_history": False,
                                  "exclude_deployment": False, "client_role": "OWNER"},
                  ["products", "get", "MailNCE", "--language", "sv", "--price-book-customer", "306011", "--version", "1",
                   "--exclude-marketing", "--role", "OWNER"], one, truths)
        self.missing("get_product", {"product_id": "nothing"},
                     ["products", "get", "nothing", *everything, "--role", "CUSTOMER"], truths)

    def reports(self):
        self.call("list_reports", {}, ["reports", "list"])
        self.call("list_reports", {"module": "REPORTS_REPORTS_MODULE"},
                  ["reports", "list", "--module", "REPORTS_REPORTS_MODULE"])
        if self.version != "0.1.5":
            self.call("get_report", {"report_id": "49038"}, ["reports", "get", "49038"], lambda result: [result])
            self.missing("get_report", {"report_id": "1"}, ["reports", "get", "1"])
        for arguments, words in [
            ({}, ["--range", "MONTH_TO_DATE"]),
            ({"relative_date_range": "LAST_MONTH"}, ["--range", "LAST_MONTH"]),
            ({"relative_date_range": "LAST_MONTH", "start_date": "2020-01-01T00:00:00Z",
              "end_date": "2020-01-31T00:00:00Z"},
             ["--range", "LAST_MONTH", "--start", "2020-01-01T00:00:00Z", "--end", "2020-01-31T00:00:00Z"]),
            ({"relative_date_range": None, "start_date": "2026-10-01T00:00:00Z", "end_date": "2026-10-07T23:59:59Z"},
             ["--start", "2026-10-01T00:00:00Z", "--end", "2026-10-07T23:59:59Z"]),
        ]:
            self.report_data(arguments, words)

    def report_data(self, arguments, words):
        path = os.path.join(self.directory, "report.csv")
        # The month that has only begun has no rows yet, but a header.
        least = 1 if not arguments else 2
        extra = {} if self.version != "0.1.5" else {
            "report_module": "REPORTS_REPORTS_MODULE", "category": "BILLING_REPORTS"}
        theirs, error = self.ask_sdk("get_report_data_csv", {"report_id": "49038", "path": path, **extra, **arguments})
        ending = self.ask_crossfoot(["reports", "data", "49038", *words])
        sent, own = self.reference.recorder.take(), self.own.recorder.take()
        name = f"get_report_data_csv({arguments})"
        self.count += 1
        if error or ending.returncode != 0:
            self.faults.append(f"{name}: {error!r} {ending.stderr}")
            return
        for exchange in sent + own:
            self.description.check(exchange)
        expected, found = [simplified(e) for e in sent], [simplified(e) for e in own]
        if self.version == "0.1.5":
            self.used.add("report-body")
            body = found[-1]["body"]
            expected = expected[:-1] + [found[-2], {**expected[-1], "body": {
                **{n: v for n, v in expected[-1]["body"].items() if n != "report_id"}, "reportId": "49038",
                "specs": {**expected[-1]["body"]["specs"], "selectedColumns": body["specs"]["selectedColumns"]}}}]
        self.compare(name, "requests", comparable(expected), comparable(found))
        with open(path, newline="") as file:
            rows = list(csv.reader(file))
        if rows != list(csv.reader(io.StringIO(ending.stdout, newline=""))) or len(rows) < least:
            self.faults.append(f"{name}: other rows")

    def finish(self):
        self.description.finish()
        public = {name for name in dir(self.client)
                  if not name.startswith("_") and callable(getattr(self.client, name))} - {"refresh_access_token"}
        for name in sorted(public - self.called):
            self.faults.append(f"the SDK's method {name} was not called")
        versions = {"report-body": "0.1.5"}
        with open("docs/conformance.md") as file:
            manual = file.read()
        for name in corrections.CORRECTIONS:
            if f"`{name}`" not in manual:
                self.faults.append(f"docs/conformance.md does not tell of the correction \"{name}\"")
            if name not in self.used and versions.get(name, self.version) == self.version:
                self.faults.append(f"the correction \"{name}\" was of no use")
