"""msgspec on invoices: msgspec_invoices.py FILE decodes into typed structures and sums the amounts (a float's sum)."""
import sys

import msgspec


class Customer(msgspec.Struct, gc=False):
    customerId: str
    customerName: str
    customerDomain: str
    countryCode: str


class Product(msgspec.Struct, gc=False):
    productId: str
    productName: str
    skuId: str
    skuName: str


class Line(msgspec.Struct, gc=False):
    id: int
    subscriptionId: str
    orderNumber: str
    orderDate: str
    customer: Customer
    product: Product
    description: str
    chargeType: str
    chargeStartDate: str
    chargeEndDate: str
    quantity: int
    unitOfMeasure: str
    effectiveUnitPrice: float
    amount: float
    taxPercent: int
    currencyCode: str
    isProrated: bool
    isRenewal: bool
    promotion: str | None
    region: str | None


class Invoice(msgspec.Struct, gc=False):
    id: int
    number: str
    status: str
    billingStartDate: str
    billingEndDate: str
    currency: str
    lines: list[Line]


class Data(msgspec.Struct, gc=False):
    invoice: list[Invoice]


class Document(msgspec.Struct, gc=False):
    data: Data


with open(sys.argv[1], "rb") as file:
    document = msgspec.json.decode(file.read(), type=Document)
count, total = 0, 0.0
for invoice in document.data.invoice:
    count += len(invoice.lines)
    total += sum(line.amount for line in invoice.lines)
print("count", count)
print("sum", repr(total))
