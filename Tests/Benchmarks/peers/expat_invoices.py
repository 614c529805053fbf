"""expat on invoices: expat_invoices.py FILE FIELD puts all fields of each line into a dictionary, and sums one."""
import sys
from decimal import Decimal
from xml.parsers import expat

path, field = sys.argv[1:3]
count, total = 0, Decimal(0)
record, text = {}, []


def start(name, attributes):
    text.clear()
    if name == "line":
        record.clear()


def end(name):
    global count, total
    if name == "line":
        count += 1
        total += Decimal(record[field])
    else:
        record[name] = "".join(text)
    text.clear()


parser = expat.ParserCreate()
parser.buffer_text = True
parser.StartElementHandler = start
parser.EndElementHandler = end
parser.CharacterDataHandler = text.append
with open(path, "rb") as file:
    parser.ParseFile(file)
print("count", count)
print("sum", total)
