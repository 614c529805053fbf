"""Holds answers of version 3 against the API's official description, where ION_OPENAPI names its file."""

import json
import os
import re


class Description:
    """The description, or none."""

    def __init__(self, document):
        self.document = document
        self.checked = 0
        self.faults = []
        self.operations = set()
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
        """Makes JSON Schema of OpenAPI 3.0: nullable types. Enumerations hold in any case, as the service itself writes
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
        for error in list(self.validator(schema, resolver=self.resolver).iter_errors(json.loads(exchange.answer)))[:3]:
            place = "/".join(str(step) for step in error.absolute_path)
            self.faults.append(f"{operation}: {place}: {error.message[:200]}")

    def summary(self):
        if not self.document:
            return ("SKIPPED: holding the answers against the API's description, which is TD SYNNEX's and not in this "
                    "repository; set ION_OPENAPI to its file")
        return f"{self.checked} answers of {len(self.operations)} operations hold against the API's description"
