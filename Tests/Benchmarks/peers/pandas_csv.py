"""pandas on a CSV file: pandas_csv.py FILE COLUMN counts the rows and sums a column (the sum is a float's).

With its C engine: with its Arrow engine it does not read fields of more than one line.
"""
import sys

import pandas as pd

path, column = sys.argv[1:3]
table = pd.read_csv(path, engine="c", usecols=[column], dtype={column: "float64"})
print("count", len(table))
print("sum", repr(float(table[column].sum())))
