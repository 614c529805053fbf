"""What is measured: the rows of the table in docs/benchmarks.md."""
from decimal import Decimal
from typing import NamedTuple, Optional

DATA = ".build/bench"
PEERS = "Tests/Benchmarks/peers"
PYTHON = f"{DATA}/venv/bin/python"
LIMITS = f"{DATA}/limits"

REPORT, WRAPPED = f"{DATA}/report.csv", f"{DATA}/report.json"
JSON, XML = f"{DATA}/invoices.json", f"{DATA}/invoices.xml"
COST, AMOUNT = "Seller Cost", "amount"
LINES = "data/invoice/lines/line"
# All fields of an invoice line: records of JSON and XML have the columns that are named.
FIELDS = ",".join(
    [
        "id,subscriptionId,orderNumber,orderDate",
        "customer/customerId,customer/customerName,customer/customerDomain,customer/countryCode",
        "product/productId,product/productName,product/skuId,product/skuName",
        "description,chargeType,chargeStartDate,chargeEndDate,quantity,unitOfMeasure,effectiveUnitPrice,amount",
        "taxPercent,currencyCode,isProrated,isRenewal,promotion,region",
    ]
)

LONG_PIPELINE = f"{DATA}/long.yaml"

MONTH = ".build/large/month"
CHARGES, SUBSCRIPTIONS = f"{MONTH}/reports/49038.csv", f"{MONTH}/subscriptions.json"
OUT = f"{DATA}/out"

# What the generator's seed leads to. Every program that counts and sums must find the same.
REPORT_TOTALS = (COST, 2_000_000, Decimal("149332938.5457562465"))
INVOICE_TOTALS = (AMOUNT, 200_000, Decimal("6032620168.50373031"))


class Program(NamedTuple):
    """A program, and how its figures are judged."""

    name: str
    command: list
    environment: dict = {}
    # Whether its sum is exact; a sum of floating point need only come near.
    is_exact: bool = True
    # Whether it prints the count, and the sum.
    counts: bool = True
    sums: bool = True
    # Whether it goes through the file, so that bytes in a second of its time mean something.
    has_speed: bool = True
    # How many times as fast as it Crossfoot must be, and aims to be.
    must: Optional[float] = None
    aim: Optional[float] = None
    # What it ends with: Crossfoot's `run` with 3, where the books do not tie out.
    exit_code: int = 0


class Row(NamedTuple):
    """Work that several programs do on one file."""

    name: str
    title: str
    file: str
    # The column that is summed, how many records there are, and its sum.
    column: str
    count: int
    total: Decimal
    # Crossfoot's arguments, or a program of this package with its own; None where there is nothing to measure.
    product: Optional[list]
    peers: list
    # Whether the product prints the count and the sum itself. Where not, it is asked for them in a run of its own.
    product_sums: bool = True
    # Peak memory that Crossfoot must stay below, in bytes.
    memory: Optional[int] = None
    # Whether the output is the file, compressed.
    compresses: bool = False
    # Whether the programs judge rows and print a count for each code, in which all must agree.
    judges: bool = False
    # What else they read.
    further: tuple = ()


def script(name, *arguments):
    return [PYTHON, f"{PEERS}/{name}.py", *arguments]


def read(file, *arguments):
    return ["read", file, *arguments]


def polars(threads, *work, **bars):
    return Program(
        f"Polars, {threads} thread{'s' if threads > 1 else ''}" + (", one table" if work[0] == "table" else ""),
        script("polars_csv", REPORT, *work),
        {"POLARS_MAX_THREADS": str(threads)},
        is_exact=False,
        sums=work[0] == "sum",
        **bars,
    )


def duckdb(threads, *work, **bars):
    return Program(
        f"DuckDB, {threads} thread{'s' if threads > 1 else ''}",
        script("duckdb_csv", REPORT, str(threads), *work),
        sums=work[0] == "sum",
        **bars,
    )


def arrow(threads, *work):
    return Program(
        f"Arrow, {threads} thread{'s' if threads > 1 else ''}",
        script("pyarrow_csv", REPORT, str(threads), *work),
        sums=work[0] == "sum",
    )


def plain_report(threads):
    """Crossfoot itself, on the report that is not wrapped; its program is put in front when the row runs."""
    arguments = read(REPORT, "--output", "none", "--threads", str(threads))
    return Program("Crossfoot on the plain CSV", ["CROSSFOOT", *arguments], counts=False, sums=False, must=0.5, aim=0.8)


ROWS = [
    Row(
        "csv-sum",
        "CSV: count rows, sum one decimal column, one thread",
        REPORT,
        *REPORT_TOTALS,
        read(REPORT, "--count", "--sum", COST, "--threads", "1"),
        [
            polars(1, "sum", COST, must=3),
            duckdb(1, "sum", COST, must=5),
            arrow(1, "sum", COST),
            Program("pandas, C engine", script("pandas_csv", REPORT, COST), is_exact=False),
            Program(
                "Miller", ["mlr", "--icsv", "--ojson", "stats1", "-a", "count,sum", "-f", COST, REPORT], is_exact=False
            ),
            Program("C on AVX2", [f"{LIMITS}/csv", REPORT, COST], aim=1 / 1.2),
        ],
        memory=32_000_000,
    ),
    Row(
        "csv-sum-2",
        "CSV: count rows, sum one decimal column, two threads",
        REPORT,
        *REPORT_TOTALS,
        read(REPORT, "--count", "--sum", COST, "--threads", "2"),
        [polars(2, "sum", COST, must=2.5, aim=4), duckdb(2, "sum", COST), arrow(2, "sum", COST)],
    ),
    Row(
        "csv-fields",
        "CSV: every field located and handed on, two threads",
        REPORT,
        *REPORT_TOTALS,
        read(REPORT, "--output", "none", "--threads", "2"),
        [polars(2, "fields", must=2.5, aim=4), polars(2, "table"), duckdb(2, "fields"), arrow(2, "fields")],
        product_sums=False,
    ),
    Row(
        "xml",
        "XML: 200,000 invoice lines, all fields to records",
        XML,
        *INVOICE_TOTALS,
        read(XML, "--records", LINES, "--select", FIELDS, "--output", "none"),
        [
            Program("lxml.iterparse", script("lxml_invoices", XML, AMOUNT), must=4),
            Program("expat in Python", script("expat_invoices", XML, AMOUNT)),
            Program("C on libxml2, SAX2 push", [f"{LIMITS}/xml", XML, "line", AMOUNT], must=0.8, aim=0.95),
        ],
        product_sums=False,
    ),
    Row(
        "json",
        "JSON: 200,000 invoice lines, all fields to records",
        JSON,
        *INVOICE_TOTALS,
        read(JSON, "--records", LINES, "--select", FIELDS, "--output", "none"),
        [
            Program("orjson.loads", script("orjson_invoices", JSON, AMOUNT), is_exact=False, must=3),
            Program("msgspec, typed", script("msgspec_invoices", JSON), is_exact=False, must=1),
            Program("C++ on simdjson", [f"{LIMITS}/json", JSON], aim=1),
        ],
        product_sums=False,
        memory=32_000_000,
    ),
    Row(
        "embedded",
        "CSV in one JSON string: all fields to records",
        WRAPPED,
        *REPORT_TOTALS,
        read(WRAPPED, "--format", "report", "--output", "none", "--threads", "2"),
        [
            plain_report(threads=2),
            Program(
                "orjson.loads, then Polars, 2 threads",
                script("embedded_report", WRAPPED, COST),
                {"POLARS_MAX_THREADS": "2"},
                is_exact=False,
            ),
        ],
        product_sums=False,
        memory=32_000_000,
    ),
    Row(
        "gzip",
        "gzip level 6, two threads",
        REPORT,
        *REPORT_TOTALS,
        # It also reads the records and writes them again, which makes the same bytes of this file.
        read(REPORT, "--output", "csv", "--gzip", "--threads", "2"),
        [Program("pigz -p 2", ["pigz", "-p", "2", "-6", "-c", REPORT], counts=False, sums=False, must=0.9, aim=1.1)],
        product_sums=False,
        compresses=True,
    ),
    Row(
        "reconcile",
        "a month closed: 2,000,000 rows against 250,000 subscriptions, outputs gzipped at level 6",
        CHARGES,
        "",
        0,
        Decimal(0),
        ["run", "pipelines/local-files.yaml", "--param", "period=2026-10", "--as-of", "2026-11-23", "--jobs", "2"]
        + ["--out", f"{OUT}/crossfoot", "--state", f"{OUT}/state"]
        + ["--param", f"report={CHARGES}", "--param", f"subscriptions={SUBSCRIPTIONS}"],
        [
            Program(
                "Polars, 2 threads",
                script("polars_reconcile", CHARGES, SUBSCRIPTIONS, "2026-10", f"{OUT}/polars"),
                {"POLARS_MAX_THREADS": "2"},
                counts=False,
                sums=False,
                must=2,
                aim=3,
            ),
        ],
        product_sums=False,
        memory=200_000_000,
        judges=True,
        further=(SUBSCRIPTIONS,),
    ),
    Row(
        "lint",
        "a pipeline file of 500 stages checked",
        LONG_PIPELINE,
        "",
        0,
        Decimal(0),
        ["lint", LONG_PIPELINE],
        [Program("PyYAML, only parsed", script("yaml_load", LONG_PIPELINE), counts=False, sums=False)],
        product_sums=False,
    ),
    Row(
        "start",
        "`crossfoot --version`",
        REPORT,
        "",
        0,
        Decimal(0),
        ["--version"],
        [
            Program(
                "C that links the same libraries", [f"{LIMITS}/start"], counts=False, sums=False, has_speed=False,
                must=1 / 1.5,
            )
        ],
        product_sums=False,
    ),
    Row(
        "limits",
        "what the machine can do at all",
        REPORT,
        *REPORT_TOTALS,
        None,
        [
            Program("newlines counted through read(), C", [f"{LIMITS}/newlines", REPORT], counts=False, sums=False),
            Program(
                "memcpy of as many bytes, C", [f"{LIMITS}/memcpy", REPORT], counts=False, sums=False, has_speed=False
            ),
        ],
    ),
    Row(
        "imports",
        "what a peer in Python takes before it does anything",
        REPORT,
        *REPORT_TOTALS,
        None,
        [
            Program(f"import {name}", [PYTHON, "-c", f"import {name}"], counts=False, sums=False, has_speed=False)
            for name in ["polars", "duckdb", "pandas", "pyarrow.csv", "lxml.etree", "orjson", "msgspec"]
        ],
    ),
]
