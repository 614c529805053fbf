"""orjson and Polars on a report that is one string of a JSON object.

embedded_report.py FILE COLUMN counts the rows and sums a column, reading every column as text before.
"""
import sys

import orjson
import polars as pl

path, column = sys.argv[1:3]
with open(path, "rb") as file:
    text = orjson.loads(file.read())["results"]
table = pl.read_csv(text.encode(), infer_schema=False)
print("count", table.height)
print("sum", repr(table[column].cast(pl.Float64).sum()))
