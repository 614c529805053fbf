"""Where this program deliberately differs from the Python SDK, and why.

Each correction takes the requests that the SDK sent and makes those of them that this program is expected to send, or
says which failure it answers with. One that changes nothing is out of date, and fails the check.
"""

from urllib.parse import parse_qsl


def without_last_page(requests):
    """Drops the request for the page behind the last one; an empty list has only one page."""
    pages = [request for request in requests if request["path"].endswith("/subscriptions")]
    return requests[:-1] if len(pages) > 1 else requests


def with_empty_page(requests):
    """Adds the request for the page behind the last one."""
    last = requests[-1]
    query = dict(last["query"])
    query["offset"] = str(int(query["offset"]) + last["records"])
    return requests + [{**last, "query": sorted(query.items())}]


def changed(index, change):
    """Applies a change to one request."""

    def apply(requests):
        requests = [dict(request) for request in requests]
        change(requests[index])
        return requests

    return apply


def form_encoding(request):
    request["content_type"] = "application/x-www-form-urlencoded"
    request["body"] = sorted(
        (name, value.lower() if name == "sendEmails" else value) for name, value in parse_qsl(request["body"])
    )


def lower_case_truths(request):
    """Python's True and False are no JSON; what is not excluded is not mentioned."""
    request["query"] = sorted(
        (name, "true" if value == "True" else value) for name, value in request["query"] if value != "False"
    )


def whole_filter(name, value):
    def change(request):
        request["query"] = sorted(
            [pair for pair in request["query"] if pair[0] in ("limit", "offset")] + [(name, value)]
        )

    return change


def without_exact(request):
    request["query"] = sorted((name.replace(":exact]", "]"), value) for name, value in request["query"])


def named_custom_field(request):
    pairs = []
    for name, value in request["query"]:
        if name.startswith("customField."):
            pairs += [("customField.field", name.removeprefix("customField.")), ("customField.value", value)]
        else:
            pairs.append((name, value))
    request["query"] = sorted(pairs)


def without_paging(request):
    request["query"] = [pair for pair in request["query"] if pair[0] not in ("limit", "offset")]


def page_size(request):
    request["query"] = sorted(request["query"] + [("pageSize", "100")])


def whole_list(requests):
    """One page of a hundred in place of the pages that the SDK asks for when it is not told their size."""
    path = requests[-1]["path"]
    first = next(request for request in requests if request["path"] == path)
    query = [pair for pair in first["query"] if pair[0] != "pageSize"] + [("pageSize", "100")]
    return [request for request in requests if request["path"] != path] + [{**first, "query": sorted(query)}]


CORRECTIONS = {
    "encoded-filter": "Names and values of filters are percent-encoded. The SDK writes them as they are, so a value with "
    "& or # ends early, and + becomes a space.",
    "exact-filter": "The modifier exact is not sent: it is what a filter is without a modifier.",
    "form-encoding": "The order to generate invoices is a form and says so (application/x-www-form-urlencoded); the SDK "
    "sends a form under application/json, and Python's spelling of truth values.",
    "not-found": "404 is an error with the service's own words (exit code 1). The SDK answers with an empty object, which "
    "looks like a customer without data, or fails later with KeyError.",
    "all-pages": "Lists of version 1 are read to their end, which is an empty page. The SDK reads one page.",
    "total-ends": "A list of subscriptions is over when as many came as the service announced; the SDK asks for one page "
    "more, and would not notice a missing one.",
    "custom-field": "customField.field and customField.value, as the API's description has them; the SDK sends "
    "customField.<name>.",
    "truth-values": "Truth values are written true, as JSON has them, and what is not excluded is not sent; the SDK sends "
    "True and False.",
    "single-object": "A single customer is asked for without limit and offset, which mean nothing there.",
    "page-size": "pageSize is always sent, 100 unless told, since the API requires it; the SDK leaves it out unless told, "
    "and is refused, or asks for one customer at a time.",
    "report-body": "The report is looked up first, and its own columns, module and category are sent (as 0.1.8 does); "
    "0.1.5 sends no columns and calls the number report_id.",
}
