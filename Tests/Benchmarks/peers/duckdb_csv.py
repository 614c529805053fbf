"""DuckDB on a CSV file.

duckdb_csv.py FILE THREADS sum COLUMN: counts the rows and sums a column exactly.
duckdb_csv.py FILE THREADS fields:     reads every column as text, in batches that nobody keeps, in any order.
"""
import sys

import duckdb

path, threads, work = sys.argv[1:4]
database = duckdb.connect(config={"threads": int(threads)})
table = "read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
if work == "sum":
    column = sys.argv[4]
    rows, total = database.execute(
        f'SELECT count(*), sum(CAST("{column}" AS DECIMAL(18, 10))) FROM {table}', [path]
    ).fetchone()
    print("count", rows)
    print("sum", total)
else:
    database.execute("SET preserve_insertion_order = false")
    batches = database.sql(f"SELECT * FROM {table}", params=[path]).to_arrow_reader(100_000)
    print("count", sum(batch.num_rows for batch in batches))
