"""The plans that generated months are reconciled by: a seed's plan, as JSON for the oracle and as a pipeline file."""

PERIODS = ("2026-10", "2026-02", "2024-02", "2026-03", "2025-12", "2026-05")

LEVELS = (
    [["subscription", "sku", "interval"], ["subscription"], ["customer", "sku"]],
    [["subscription"], ["customer", "sku"]],
    [["subscription", "sku", "interval"], ["customer", "sku", "interval"], ["subscription"], ["customer", "sku"]],
    [["customer", "part_number"], ["subscription", "product"], ["subscription"], ["customer", "sku"]],
)

COMPARISONS = (
    {"quantity": "0", "amount": {"absolute": "0.01", "percent": "0.1", "max_total": "5.00"},
     "codes": {"V3": {"absolute": "0.02"}}, "classes": {"credit": {"absolute": "0.05"}}},
    {"quantity": "1", "amount": {"absolute": "0.05"},
     "codes": {"V1": {"absolute": "30", "max_total": "2000"}, "V9": {"percent": "2"}, "V2": {"absolute": "30"}}},
    {"quantity": {"percent": "10"}, "amount": {"percent": "0.5", "max_total": "20"},
     "classes": {"change": {"absolute": "0.07"}, "subscription": {"absolute": "0.03", "max_total": "2"}}},
    {},
    {"quantity": "0", "amount": {"max_total": "40"}, "codes": {"V4": {"absolute": "0.1", "percent": "1"}}},
)

RATES = {"EUR/USD": "1.0837", "USD/EUR": "0.92277", "EUR/SEK": "11.2045", "EUR/JPY": "162.35", "KWD/USD": "3.2511"}
CHARGE_TYPES = {"Rebate": "credit", "surCharge": "one-time"}

CHARGE_COLUMNS = {
    "subscription": "Subscription ID", "sku": "SKU ID", "customer": "Customer ID", "product": "Product ID",
    "part_number": "Part Number", "charge_type": "Charge Type", "reference": "Order Number", "start": "Charge StartDate",
    "last_day": "Charge EndDate", "quantity": "Seat Count", "amount": "Seller Cost", "currency": "Invoice Currency",
    "term": "Term", "cycle": "Billing Cycle", "rate": "Exchange Rate", "contract_amount": "Seller Cost (Provider Currency)"}
ENTITLEMENT_COLUMNS = {
    "subscription": "subscriptionId", "sku": "subscriptionSkuId", "customer": "customerId", "product": "productId",
    "part_number": "mfgPartNumber", "quantity": "subscriptionTotalLicenses", "price": "cost", "currency": "currency",
    "start": "subscriptionPurchasedDate", "end": "subscriptionEndDate", "status": "subscriptionStatus",
    "cycle": "subscriptionBillingCycle", "term": "subscriptionBillingTerm", "trial": "isTrial"}
NEW_COLUMNS = ("term", "cycle", "rate", "contract_amount")
OPTIONAL = ("start", "last_day", "end", "rate", "contract_amount")


def plan_of(seed):
    """The plan of a seed. Seed 1 has everything; others leave out or vary."""
    number = seed - 1
    plan = {
        "period": PERIODS[number % len(PERIODS)],
        "charges": "report.csv",
        "entitlements": "subscriptions.json",
        "match": LEVELS[number % len(LEVELS)],
        "compare": COMPARISONS[number % len(COMPARISONS)] | {"days": (0, 0, 2)[number % 3]},
        "rates": RATES if number % 4 != 3 else {},
        "price_of": "term" if number % 5 == 2 else "cycle",
        "charge_types": CHARGE_TYPES,
        "charge_columns": CHARGE_COLUMNS,
        "entitlement_columns": ENTITLEMENT_COLUMNS,
    }
    if number % 4 != 1:
        plan["earlier"] = "earlier.csv"
    if number % 3 != 1:
        plan["cutoff_days"] = 3 + number % 4
    if number % 5 != 3:
        plan["aliases"] = {"customer": "customer-aliases.csv", "sku": "product-aliases.csv"}
    return plan


def quoted(value):
    """A value in YAML's flow style."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(name)}: {quoted(part)}" for name, part in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(quoted(part) for part in value) + "]"
    text = str(value)
    return text if text.replace("_", "").isalpha() or isinstance(value, int) else f'"{text}"'


def parse_stage(name, source, columns, *lines):
    yield f"  {name}:"
    yield f"    parse: {source}"
    yield from lines
    yield "    columns:"
    for column, heading in columns.items():
        heading = f'"{heading}"' if not heading.isalnum() else heading
        yield f"      {column}: " + (f"{{ column: {heading}, optional: true }}" if column in OPTIONAL else heading)


def pipeline(plan):
    """The pipeline file of a plan."""
    reads = {"report": plan["charges"], "subscriptions": plan["entitlements"]}
    inputs = {"charges": "charges", "entitlements": "entitlements"}
    if "earlier" in plan:
        reads["earlier_report"], inputs["earlier"] = plan["earlier"], "earlier_charges"
    aliases = {key: f"{key}_aliases" for key in plan.get("aliases", {})}
    for key, file in plan.get("aliases", {}).items():
        reads[f"{key}_alias_file"] = file
    lines = ["version: 1", "name: oracle", "", "params:", f"  period: {{ type: month, default: {plan['period']} }}", "",
             "stages:"]
    for stage, file in reads.items():
        lines += [f"  {stage}:", f"    read: {file}"]
    lines += parse_stage("charges", "report", plan["charge_columns"])
    if "earlier" in plan:
        lines += parse_stage("earlier_charges", "earlier_report", plan["charge_columns"])
    lines += parse_stage("entitlements", "subscriptions", plan["entitlement_columns"], "    records: items")
    for key, stage in aliases.items():
        lines += parse_stage(stage, f"{key}_alias_file", {"alias": "alias", "stands_for": "stands_for"})
    lines += ["  tie_out:", f"    reconcile: {quoted(inputs)}", "    period: ${params.period}",
              f"    match: {quoted(plan['match'])}"]
    if aliases:
        lines.append(f"    aliases: {quoted(aliases)}")
    for key in ("rates", "charge_types"):
        if plan.get(key):
            lines.append(f"    {key}: {quoted(plan[key])}")
    if "cutoff_days" in plan:
        lines.append(f"    cutoff_days: {plan['cutoff_days']}")
    if plan["price_of"] != "cycle":
        lines.append(f"    price_of: {plan['price_of']}")
    if plan["compare"]:
        lines.append(f"    compare: {quoted(plan['compare'])}")
    return "\n".join(lines) + "\n"
