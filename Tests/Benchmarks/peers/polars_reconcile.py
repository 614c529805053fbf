"""The month's close in Polars; POLARS_MAX_THREADS says on how many threads.

polars_reconcile.py REPORT SUBSCRIPTIONS PERIOD OUT

Holds a report (CSV) against subscriptions (JSON) by the rules of pipelines/local-files.yaml, writes OUT/breaks.csv.gz
and OUT/matches.csv.gz at gzip's level 6 and the inputs' SHA-256 into OUT/inputs.json, and prints a count for each code.
Money is exact: decimals of 128 bits. Values that are not what they should be end the run; they are not collected.

What takes time apart from Polars is spread over two threads as well: hashing, reading JSON (typed, with msgspec),
compressing (blocks of 1 MiB, each a member of its own). Not done here, and done by Crossfoot: the text of the rows
behind the breaks, rejects, row ranges in short, control totals and identities, checking what was written.
"""
import hashlib
import io
import json
import os
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import msgspec
import polars as pl

MONEY = pl.Decimal(38, 10)
KEYS = ["subscription", "sku", "customer"]
IDENTITY = [*KEYS, "currency", "start", "end"]
COLUMNS = {
    "Subscription ID": "subscription",
    "SKU ID": "sku",
    "Customer ID": "customer",
    "Charge Type": "type",
    "Order Number": "reference",
    "Charge StartDate": "start",
    "Charge EndDate": "last_day",
    "Seat Count": "quantity",
    "Seller Cost (Invoiced Currency)": "amount",
    "Invoice Currency": "currency",
}
NUMBERS = ["Seat Count", "Seller Cost (Invoiced Currency)"]
HELD, ACCOUNTED = ["subscription", "credit"], ["usage", "oneTime"]
CLASSES = {
    **dict.fromkeys(
        ["new", "renew", "cyclecharge", "addquantity", "removequantity", "cancelimmediate", "convert"], "subscription"
    ),
    "customercredit": "credit",
    "usage": "usage",
    **dict.fromkeys(["onetime", "marketplace", "support", "fee"], "oneTime"),
    "tax": "tax",
}
RUNNING = ["", "active", "enabled", "running", "accepted", "available", "complete", "completed", "confirmed"]
ENDED = ["cancelled", "canceled", "deleted", "expired", "disabled", "stopped"]
MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12, "triennial": 36}


class Subscription(msgspec.Struct, gc=False):
    subscriptionId: str
    subscriptionSkuId: str
    customerId: str
    subscriptionTotalLicenses: str
    cost: Decimal
    currency: str
    subscriptionPurchasedDate: str
    subscriptionEndDate: str | None
    subscriptionStatus: str
    subscriptionBillingCycle: str
    isTrial: bool


class Page(msgspec.Struct):
    items: list[Subscription]


# --- Reading


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def charges(path):
    """The rows that are held against subscriptions or are of no known type, and the sums of all others.

    Two streaming queries, one for each, would hold fewer rows, and read the file twice.
    """
    rows = (
        pl.scan_csv(path, infer_schema=False, schema_overrides=dict.fromkeys(NUMBERS, MONEY))
        .select(pl.col(column).alias(name) for column, name in COLUMNS.items())
        .with_row_index("row", 1)
        .with_columns(pl.col("type").str.to_lowercase().replace_strict(CLASSES, default="unknown").alias("class"))
        .collect(engine="streaming")
    )
    is_accounted = pl.col("class").is_in([*ACCOUNTED, "tax"])
    code = pl.when(pl.col("class") == "tax").then(pl.lit("B9")).otherwise(pl.lit("B8"))
    keys = ["class", *KEYS, "currency"]
    sums = billed(rows.lazy().filter(is_accounted).select("row", "amount", "quantity", *keys), keys, code).collect()
    held = (
        rows.lazy()
        .filter(~is_accounted)
        .with_columns(
            pl.col(*KEYS, "reference").fill_null(""),
            pl.col("start").str.to_date("%Y-%m-%d"),
            pl.col("last_day").str.to_date("%Y-%m-%d").dt.offset_by("1d").alias("end"),
        )
        .collect()
    )
    return held, sums.with_columns(pl.col(KEYS).fill_null(""))


def entitlements(path, first, after):
    """The subscriptions, with what is expected of each in the period."""
    with open(path, "rb") as file:
        items = msgspec.json.Decoder(Page).decode(file.read()).items
    table = pl.DataFrame(
        {
            "subscription": [item.subscriptionId for item in items],
            "sku": [item.subscriptionSkuId for item in items],
            "customer": [item.customerId for item in items],
            "quantity": [item.subscriptionTotalLicenses for item in items],
            "price": pl.Series([item.cost for item in items], dtype=MONEY),
            "currency": [item.currency for item in items],
            "start": [item.subscriptionPurchasedDate for item in items],
            "end": [item.subscriptionEndDate for item in items],
            "status": [item.subscriptionStatus for item in items],
            "cycle": [item.subscriptionBillingCycle for item in items],
            "trial": [item.isTrial for item in items],
        }
    )
    is_ended = pl.col("status").str.to_lowercase().is_in(ENDED)
    months = (first.year - pl.col("start").dt.year()) * 12 + first.month - pl.col("start").dt.month()
    return (
        table.lazy()
        .with_row_index("entitlement")
        .with_columns(
            pl.col("quantity").cast(MONEY),
            pl.col("start", "end").str.slice(0, 10).str.to_date("%Y-%m-%d"),
            pl.col("cycle").str.to_lowercase().replace_strict(MONTHS, return_dtype=pl.Int32).alias("months"),
        )
        .with_columns(
            pl.when(is_ended).then("end").alias("last_end"),
            ((~is_ended & ~pl.col("status").str.to_lowercase().is_in(RUNNING)) | (is_ended & pl.col("end").is_null())).alias(
                "is_unclear"
            ),
            months.alias("elapsed"),
        )
        .with_columns(
            pl.when((pl.col("elapsed") >= 0) & (pl.col("elapsed") % pl.col("months") == 0))
            .then(pl.col("start").dt.offset_by(pl.format("{}mo", "elapsed")))
            .alias("cycle_start"),
            pl.int_range(pl.len(), dtype=pl.UInt32)
            .over([*KEYS, "quantity", "price", "currency", "start", "end", "status", "cycle", "trial"])
            .alias("occurrence"),
        )
        .with_columns(
            (
                ~pl.col("trial")
                & (pl.col("price") != 0)
                & (pl.col("quantity") != 0)
                & pl.col("cycle_start").is_not_null()
                & (pl.col("last_end").is_null() | (pl.col("cycle_start") < pl.col("last_end")))
            ).alias("is_due")
        )
        .with_columns(
            pl.when("is_due").then(pl.col("quantity") * pl.col("price")).otherwise(pl.lit(0)).cast(MONEY).alias("expected")
        )
        .collect()
    )


# --- Matching


def level(groups, candidates, keys, fits, number, result):
    """Carries out one level of the cascade; returns the groups that are left."""
    columns = ["entitlement", *dict.fromkeys([*keys, "occurrence"]), "e_subscription", "e_start", "e_last_end"]
    pairs = (
        groups.filter(pl.all_horizontal(pl.col(key) != "" for key in keys))
        .join(candidates.select(columns), on=[*keys, "occurrence"])
        .filter(fits)
        .with_columns(pl.len().over("group").alias("count"))
        .with_columns(pl.col("subscription").n_unique().over("entitlement").alias("claimants"))
    )
    is_clear = (pl.col("count") == 1) & (pl.col("claimants") == 1)
    result["found"].append(pairs.filter(is_clear).select("group", "entitlement", pl.lit(number, pl.Int8).alias("level")))
    result["contested"].append(pairs.filter(~is_clear).select("group", "entitlement", pl.lit(number, pl.Int8).alias("level")))
    return groups.join(pairs, on="group", how="anti")


def cascade(groups, table):
    """Which entitlement each group goes to, and which groups go to several equally well."""
    candidates = table.select(
        "entitlement", *KEYS, "occurrence", e_subscription="subscription", e_start="start", e_last_end="last_end"
    )
    result = {"found": [], "contested": []}
    covers = (pl.col("e_start") <= pl.col("start")) & (
        pl.col("e_last_end").is_null() | (pl.col("end") <= pl.col("e_last_end"))
    )
    is_same = (pl.col("subscription") == "") | (pl.col("e_subscription") == "") | (
        pl.col("subscription") == pl.col("e_subscription")
    )
    groups = level(groups, candidates, ["subscription", "sku"], covers, 1, result)
    candidates = candidates.join(result["contested"][0], on="entitlement", how="anti")
    groups = level(groups, candidates, ["subscription"], is_same, 2, result)
    for taken in [*result["found"], *result["contested"]]:
        candidates = candidates.join(taken, on="entitlement", how="anti")
    level(groups, candidates, ["customer", "sku"], is_same, 3, result)
    return pl.concat(result["found"]), pl.concat(result["contested"])


# --- Judging


def rounded(amount):
    return amount.round(2, mode="half_away_from_zero")


def whole_cycle(lines):
    """Adds whether the charged days are one billing cycle."""
    lines = lines.with_columns(
        (pl.col("end") == pl.col("start").dt.offset_by(pl.format("{}mo", "months"))).alias("is_whole")
    )
    odd = lines.filter(~pl.col("is_whole"))

    def cycle_start(day):
        elapsed = (day.dt.year() - pl.col("e_start").dt.year()) * 12 + day.dt.month() - pl.col("e_start").dt.month()
        is_one = (elapsed >= 0) & (elapsed % pl.col("months") == 0)
        return pl.when(is_one).then(pl.col("e_start").dt.offset_by(pl.format("{}mo", elapsed)))

    month_after = pl.col("start").dt.offset_by(pl.format("{}mo", "months"))
    odd = odd.with_columns(
        ((pl.col("start") == cycle_start(pl.col("start"))) & (pl.col("end") == cycle_start(month_after)))
        .fill_null(False)
        .alias("is_whole")
    )
    return pl.concat([lines.filter("is_whole"), odd])


def matched(lines, first, after):
    """The outcomes of entitlements and the charges that go with each."""
    amount, expected, quantity = pl.col("amount"), pl.col("expected"), pl.col("billed_quantity")
    ends = pl.col("e_last_end").is_null() | (pl.col("start") < pl.col("e_last_end"))
    is_covered = (pl.col("e_start") <= pl.col("start")) & ends & pl.col("start").is_between(first, after, closed="left")
    lines = whole_cycle(lines)
    partial = (
        lines.filter(~pl.col("is_whole"))
        .group_by("entitlement", "reference")
        .agg(pl.col("amount").sum())
        .filter(pl.col("amount") != 0)
        .select(pl.col("entitlement").unique(), pl.lit(True).alias("is_partial"))
    )
    sums = lines.group_by("entitlement").agg(
        pl.col("level").max(),
        signed_quantity().sum().alias("billed_quantity"),
        amount.sum(),
        pl.col("row"),
        (amount < 0).any().alias("has_negatives"),
        ((pl.col("quantity") < 0) & (amount > 0)).any().alias("contradicts"),
        ((pl.col("customer") != "") & (pl.col("e_customer") != "") & (pl.col("customer") != pl.col("e_customer")))
        .any()
        .alias("is_foreign"),
        (pl.col("end") <= pl.col("e_start")).all().alias("is_before"),
        (pl.col("start") >= pl.col("e_last_end")).fill_null(False).all().alias("is_after"),
        is_covered.all().alias("is_covered"),
        *(pl.col(name).first() for name in ["expected", "e_quantity", "price", "trial", "is_unclear", "currency"]),
        *(pl.col(f"e_{name}").first().alias(name) for name in KEYS),
        pl.when(pl.col("start").n_unique() == 1).then(pl.col("start").first()).alias("start"),
        pl.when(pl.col("end").n_unique() == 1).then(pl.col("end").first()).alias("end"),
    )
    agreed = pl.when("has_negatives").then(pl.lit("M3")).otherwise(pl.lit("M0"))
    same_quantity, difference = quantity == pl.col("e_quantity"), (amount - expected).abs()
    is_tolerated = (difference <= Decimal("0.01")) & (difference * 1000 <= expected)
    at_price = (quantity * pl.col("price")).cast(MONEY)
    price_right = (amount == at_price) | (amount == rounded(at_price))
    code = (
        pl.when("is_foreign").then(pl.lit("V10"))
        .when(pl.col("is_unclear") & (amount != 0)).then(pl.lit("S4"))
        .when("is_before").then(pl.lit("B3"))
        .when("is_after").then(pl.lit("B2"))
        .when(~pl.col("is_covered")).then(pl.lit("V6"))
        .when("is_partial").then(pl.lit("V7"))
        .when("contradicts").then(pl.lit("V11"))
        .when((amount == 0) & (quantity == 0) & (expected == 0)).then(agreed)
        .when(same_quantity & (amount == expected)).then(agreed)
        .when(same_quantity & (amount == rounded(expected))).then(pl.lit("M1"))
        .when(same_quantity & is_tolerated).then(pl.lit("M4"))
        .when((expected == 0) & ~pl.col("trial") & (pl.col("price") != 0)).then(pl.lit("V6"))
        .when(same_quantity & (amount > expected)).then(pl.lit("V3"))
        .when(same_quantity).then(pl.lit("V4"))
        .when(price_right & (quantity > pl.col("e_quantity"))).then(pl.lit("V1"))
        .when(price_right).then(pl.lit("V2"))
        .otherwise(pl.lit("V11"))
    )  # fmt: skip
    return sums.join(partial, on="entitlement", how="left").with_columns(
        pl.col("is_partial").fill_null(False)
    ).with_columns(code.alias("code"), pl.concat_list("entitlement").alias("e_rows"))


def signed_quantity():
    """Rows that take back count as negative however their quantity is written."""
    is_taken_back = (pl.col("amount") < 0) & (pl.col("quantity") >= 0)
    return pl.when(is_taken_back).then(-pl.col("quantity")).otherwise("quantity")


def billed(lines, by, code):
    """Outcomes of charges alone."""
    names = [] if "class" in by else [*KEYS, "currency", "start", "end"]
    return lines.group_by(by).agg(
        signed_quantity().sum().alias("billed_quantity"),
        pl.col("amount").sum(),
        pl.col("row"),
        *(pl.col(name).first() for name in names if name not in by),
    ).with_columns(code.alias("code"))


def reconcile(rows, accounted, table, first, after):
    """All outcomes."""
    held = rows.filter(pl.col("class").is_in(HELD)).with_columns(
        pl.int_range(pl.len(), dtype=pl.UInt32).over([*IDENTITY, "type", "reference", "quantity", "amount"]).alias("occurrence")
    )
    groups = held.select(*IDENTITY, "occurrence").unique().with_row_index("group")
    held = held.join(groups, on=[*IDENTITY, "occurrence"])
    found, contested = cascade(groups, table)
    sides = table.select(
        "entitlement", "expected", "price", "trial", "is_unclear", "months", e_currency="currency", e_quantity="quantity",
        e_subscription="subscription", e_sku="sku", e_customer="customer", e_start="start", e_last_end="last_end",
    )  # fmt: skip
    lines = (
        held.join(contested, on="group", how="anti")
        .join(found, on="group", how="left")
        .with_columns(pl.coalesce(pl.col("entitlement").cast(pl.Int64), -1 - pl.col("group").cast(pl.Int64)).alias("unit"))
        .with_columns(
            ((pl.col("reference") != "") & (pl.col("amount") >= 0).any().over("unit", "reference")).alias("is_linked")
        )
    )
    is_credit = (pl.col("amount") < 0) & ~pl.col("is_linked")
    lines, credits = lines.filter(~is_credit), lines.filter(is_credit)
    with_entitlement = lines.filter(pl.col("entitlement").is_not_null()).join(sides, on="entitlement")
    is_own = pl.col("currency") == pl.col("e_currency")
    own, foreign = with_entitlement.filter(is_own), with_entitlement.filter(~is_own)
    alone = table.join(with_entitlement, on="entitlement", how="anti").join(contested, on="entitlement", how="anti")
    clusters = contested.group_by("group").agg(pl.col("entitlement").min().alias("cluster"), pl.col("level").first())
    state = pl.when("is_unclear").then(pl.lit("S4")).when("is_due").then(pl.lit("S1")).otherwise(pl.lit("S2"))
    return pl.concat(
        [
            matched(own, first, after),
            billed(foreign, ["group"], pl.lit("V8")),
            billed(credits.with_columns(line="row"), ["line"], pl.lit("B6")),
            billed(lines.filter(pl.col("entitlement").is_null()), ["group", "occurrence"],
                   pl.when(pl.col("occurrence") > 0).then(pl.lit("B4")).otherwise(pl.lit("B1"))),
            billed(held.join(clusters, on="group"), ["cluster", "currency"], pl.lit("B10")),
            accounted,
            billed(rows.filter(pl.col("class") == "unknown").with_columns(line="row"), ["line"], pl.lit("X2")),
            alone.select(*KEYS, "currency", "expected", "price", state.alias("code"), e_quantity="quantity",
                         e_rows=pl.concat_list("entitlement")),
        ],
        how="diagonal_relaxed",
    )  # fmt: skip


# --- Writing

MEANING = {"M0": "quantity, period, currency and amount agree", "M1": "agrees once rounded", "M3": "rows net"}
MATCHES = ["M0", "M1", "M3", "M4", "B8", "B9", "S2"]


def table_text(outcomes):
    """The outcomes as CSV, in an order that their content decides."""
    amounts = [pl.col("amount").round(10), "expected"]
    why = pl.concat_str(
        pl.col("code").replace(MEANING),
        pl.format(": billed {} for {} {}", "billed_quantity", "amount", "currency"),
        pl.format(", expected {} × {} = {} {}", "e_quantity", "price", "expected", "currency"),
        ignore_nulls=True,
    )
    places = [pl.col(name).cast(pl.List(pl.String)).list.join(",").alias(name) for name in ["row", "e_rows"]]
    return (
        outcomes.lazy()
        .sort("code", *KEYS, "start", "end", "currency", "amount", nulls_last=False)
        .select(
            "code", *KEYS, "start", "end", "level", "billed_quantity", "e_quantity", "price", "currency", *amounts,
            (pl.col("amount") - pl.col("expected")).alias("difference"), why.alias("why"), *places,
        )
        .collect()
        .write_csv()
        .encode()
    )  # fmt: skip


def gzip_block(block):
    compressor = zlib.compressobj(6, wbits=31)
    return compressor.compress(block) + compressor.flush()


def write(path, text, threads):
    with open(path, "wb") as file:
        view = memoryview(text)
        blocks = (view[start : start + (1 << 20)] for start in range(0, len(view), 1 << 20))
        for block in threads.map(gzip_block, blocks):
            file.write(block)
        os.fsync(file.fileno())


def main():
    report, subscriptions, period, out = sys.argv[1:]
    year, month = (int(part) for part in period.split("-"))
    first, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    os.makedirs(out, exist_ok=True)
    with ThreadPoolExecutor(2) as threads:
        rows = threads.submit(charges, report)
        digests = [threads.submit(digest, path) for path in (report, subscriptions)]
        table = entitlements(subscriptions, first, after)
        outcomes = reconcile(*rows.result(), table, first, after)
        is_match = pl.col("code").is_in(MATCHES)
        write(f"{out}/breaks.csv.gz", table_text(outcomes.filter(~is_match)), threads)
        write(f"{out}/matches.csv.gz", table_text(outcomes.filter(is_match)), threads)
        with open(f"{out}/inputs.json", "w", encoding="ascii") as file:
            json.dump({path: sum.result() for path, sum in zip((report, subscriptions), digests)}, file)
    for code, count in outcomes["code"].value_counts().sort("code").iter_rows():
        print(code, count)


if __name__ == "__main__":
    main()
