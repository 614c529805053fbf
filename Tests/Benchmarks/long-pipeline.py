"""Writes a pipeline file of 500 stages, for the benchmark of lint: python3 long-pipeline.py FILE"""
import sys

HEAD = """version: 1
name: long
params:
  period: { type: month, default: last-month }
stages:
"""
GROUP = """  report_{n}:
    fetch: report
    report_id: "{n}"
    range: ${{params.period}}
  subscriptions_{n}: {{ fetch: subscriptions }}
  charges_{n}:
    parse: report_{n}
    columns:
      subscription: Subscription ID
      sku: SKU ID
      start: Charge StartDate
      last_day: Charge EndDate
      quantity: Seat Count
      amount: Seller Cost (Invoiced Currency)
      currency: Invoice Currency
  entitlements_{n}:
    parse: subscriptions_{n}
    records: items
    columns:
      subscription: subscriptionId
      sku: subscriptionSkuId
      quantity: subscriptionTotalLicenses
      price: cost
      currency: currency
      start: subscriptionPurchasedDate
  tie_out_{n}:
    reconcile: {{ charges: charges_{n}, entitlements: entitlements_{n} }}
    period: ${{params.period}}
    match: [[subscription, sku, interval], [subscription]]
    when: charges_{n}.records > 0
"""

with open(sys.argv[1], "w") as file:
    file.write(HEAD + "".join(GROUP.format(n=n) for n in range(100)))
