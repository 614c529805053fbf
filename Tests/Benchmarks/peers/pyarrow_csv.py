"""Arrow on a CSV file.

pyarrow_csv.py FILE THREADS sum COLUMN: counts the rows and sums a column exactly, reading that column alone.
pyarrow_csv.py FILE THREADS fields:     reads every column as text, in batches that nobody keeps.
"""
import sys

import pyarrow as pa
import pyarrow.compute
from pyarrow import csv

path, threads, work = sys.argv[1:4]
pa.set_cpu_count(int(threads))
reading = csv.ReadOptions(use_threads=int(threads) > 1)
parsing = csv.ParseOptions(newlines_in_values=True)
if work == "sum":
    column = sys.argv[4]
    conversion = csv.ConvertOptions(column_types={column: pa.decimal128(38, 10)}, include_columns=[column])
    table = csv.read_csv(path, reading, parsing, conversion)
    print("count", table.num_rows)
    print("sum", pa.compute.sum(table.column(0)).as_py())
else:
    with open(path, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split(",")
    conversion = csv.ConvertOptions(column_types={name: pa.string() for name in names})
    print("count", sum(batch.num_rows for batch in csv.open_csv(path, reading, parsing, conversion)))
