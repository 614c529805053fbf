"""Polars on a CSV file; POLARS_MAX_THREADS says on how many threads.

polars_csv.py FILE sum COLUMN: counts the rows and sums a column, reading that column alone (the sum is a float's).
polars_csv.py FILE fields:     reads every column as text, in batches that nobody keeps, in any order.
polars_csv.py FILE table:      reads every column as text into one table.
"""
import sys

import polars as pl

path, work = sys.argv[1:3]
if work == "sum":
    column = sys.argv[3]
    rows, total = (
        pl.scan_csv(path, infer_schema=False, schema_overrides={column: pl.Float64})
        .select(pl.len().alias("rows"), pl.col(column).sum())
        .collect(engine="streaming")
        .row(0)
    )
    print("count", rows)
    print("sum", repr(total))
elif work == "fields":
    batches = pl.scan_csv(path, infer_schema=False).collect_batches(maintain_order=False)
    print("count", sum(batch.height for batch in batches))
else:
    print("count", pl.read_csv(path, infer_schema=False).height)
