"""lxml on invoices: lxml_invoices.py FILE FIELD puts all fields of each line into a dictionary, and sums one."""
import sys
from decimal import Decimal

from lxml import etree

path, field = sys.argv[1:3]
count, total = 0, Decimal(0)
for _, line in etree.iterparse(path, tag="line"):
    record = {element.tag: element.text for element in line.iter() if len(element) == 0}
    count += 1
    total += Decimal(record[field])
    line.clear()
    while line.getprevious() is not None:
        del line.getparent()[0]
print("count", count)
print("sum", total)
