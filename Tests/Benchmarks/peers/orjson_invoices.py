"""orjson on invoices: orjson_invoices.py FILE FIELD reads all into dictionaries, and sums one field (a float's sum)."""
import gc
import sys

import orjson

gc.disable()  # Without this the collector looks for cycles while they are read, and doubles the time.
path, field = sys.argv[1:3]
with open(path, "rb") as file:
    document = orjson.loads(file.read())
lines = [line for invoice in document["data"]["invoice"] for line in invoice["lines"]]
print("count", len(lines))
print("sum", repr(sum(line[field] for line in lines)))
