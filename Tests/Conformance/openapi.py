"""Holds answers of version 3 against the API's official description, where ION_OPENAPI names its file."""

import json
import os
import re


# What the service sends in practice though its description does not have it, by the field that holds it.
UNDESCRIBED = {
    "items": {"total", "mfgPartNumber"},
    "": {"total", "mfgPartNumber", "createTime", "updateTime"},
    "orders": {"createTime", "updateTime"},
    "plans": {"mpnId"},
    # Described as selected_currency.
    "currencyOption": {"selectedCurrency"},
}


class Description:
    """The description, or none."""

    def __init__(self, document):
        self.document = document
        self.checked = 0
        self.faults = []
        self.operations = set()
        self.undescribed = set()
        if document:
            import jsonschema

            self.resolver = jsonschema.RefResolver("", document)
            self.validator = jsonschema.Draft7Validator
            self.paths = [(re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$"), path) for path in document["paths"]]
            # The paths without placeholders come first.
            self.paths.sort(key=lambda pair: pair[1].count("{"))

    @classmethod
    def from_environment(cls):
        path = os.environ.get("ION_OPENAPI")
        if not path:
            return cls(None)
        import yaml

        with open(path) as file:
            document = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return cls(cls.adapted(document))

    @classmethod
    def adapted(cls, value):
        """Makes JSON Schema of OpenAPI 3.0: nullable types. Objects have no other fields than are described, so that a
        misspelt one shows. Enumerations hold in any case, as the service itself writes
        `active` where its description says `ACTIVE`; unknown values stay faults."""
        if isinstance(value, list):
            return [cls.adapted(element) for element in value]
        if not isinstance(value, dict):
            return value
        value = {name: cls.adapted(element) for name, element in value.items()}
        if isinstance(value.get("enum"), list) and value.get("type") == "string":
            texts = value.pop("enum")
            value["pattern"] = "(?i)^(" + "|".join(re.escape(str(text)) for text in texts) + ")$"
        if value.get("nullable") and isinstance(value.get("type"), str):
            value["type"] = [value["type"], "null"]
        if value.get("type") == "object" and isinstance(value.get("properties"), dict):
            value.setdefault("additionalProperties", False)
        if value.get("type") == "boolean":
            value.pop("format", None)
        return value

    def check(self, exchange):
        """Validates the answer of a call of version 3 that succeeded."""
        if not self.document or exchange.status != 200 or not exchange.path.startswith("/api/v3/"):
            return
        if not exchange.answer_type.startswith("application/json"):
            return
        path = next((path for pattern, path in self.paths if pattern.match(exchange.path)), None)
        operation = f"{exchange.method} {path or exchange.path}"
        if path is None or exchange.method.lower() not in self.document["paths"][path]:
            self.faults.append(f"{operation} is not described")
            return
        response = self.document["paths"][path][exchange.method.lower()]["responses"]["200"]
        schema = response["content"]["application/json"]["schema"]
        self.checked += 1
        self.operations.add(operation)
        errors = self.validator(schema, resolver=self.resolver).iter_errors(json.loads(exchange.answer))
        for error in [error for error in errors if not self.is_known(error)][:3]:
            place = "/".join(str(step) for step in error.absolute_path)
            self.faults.append(f"{operation}: {place}: {error.message[:200]}")

    def is_known(self, error):
        """Whether only fields are too many that the service is known to send."""
        if error.validator != "additionalProperties":
            return False
        holder = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
        fields = set(error.instance) - set(error.schema["properties"])
        known = fields & UNDESCRIBED.get(holder, set())
        self.undescribed |= {(holder, field) for field in known}
        return known == fields

    def finish(self):
        """An exception that is not seen any more is a fault."""
        known = {(holder, field) for holder, fields in UNDESCRIBED.items() for field in fields}
        for holder, field in sorted(known - self.undescribed if self.document else ()):
            self.faults.append(f"the undescribed field {field} of {holder or 'the answer'} was not seen")

    def summary(self):
        if not self.document:
            return ("SKIPPED: holding the answers against the API's description, which is TD SYNNEX's and not in this "
                    "repository; set ION_OPENAPI to its file")
        return f"{self.checked} answers of {len(self.operations)} operations hold against the API's description"
