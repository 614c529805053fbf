"""Holds the schema of pipeline files against the files and the program.

The schema must be one, accept every pipeline, and refuse what is broken in its structure; and whatever it refuses, the
program must refuse too: an editor that complains about a file that runs would soon be ignored.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Loader(yaml.SafeLoader):
    """Dates stay text, as they are in the program and in editors."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mappings(value, path=()):
    """The paths of all mappings in a document."""
    if isinstance(value, dict):
        yield path
        for name, member in value.items():
            yield from mappings(member, path + (name,))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from mappings(element, path + (index,))


def at(document, path):
    for step in path:
        document = document[step]
    return document


# Under these the author chooses the names, and what stands under a name may be text.
FREE = {
    "params", "stages", "columns", "charge_types", "aliases", "rates", "filters", "sort", "codes", "classes", "contracts",
    "secrets", "given", "records", "rejects", "breaks", "totals", "for_each",
}


def broken(document):
    """Documents that are broken in one place each, with what was done."""
    for path in mappings(document):
        name = path[-1] if path else ""
        isTable = name in FREE or (len(path) > 1 and path[-2] in {"codes", "totals"})
        if not isTable:
            changed = copy.deepcopy(document)
            at(changed, path)["unknown_key"] = 1
            yield f"an unknown key in {list(path)}", changed
        for key, value in at(document, path).items():
            changed = copy.deepcopy(document)
            if isinstance(value, dict):
                at(changed, path)[key] = ["a", {"b": "c"}]
            elif isinstance(value, list):
                at(changed, path)[key] = {"a": "b"}
            else:
                at(changed, path)[key] = [[1]]
            yield f"another kind of value in {list(path) + [key]}", changed
    for key in ("version", "name", "stages"):
        changed = copy.deepcopy(document)
        del changed[key]
        yield f"without {key}", changed


def refused_by_program(program, documents):
    """Which of the documents the program refuses."""
    with tempfile.TemporaryDirectory(dir=ROOT / "pipelines") as directory:
        paths = []
        for index, document in enumerate(documents):
            path = pathlib.Path(directory) / f"{index:05}.yaml"
            path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
            paths.append(str(path))
        output = subprocess.run([program, "lint", "--format", "json", *paths], capture_output=True, text=True)
        found = json.loads(output.stdout)
        files = {item["file"] for item in found["diagnostics"] if item["severity"] == "error"}
        return [path in files for path in paths]


def main():
    program = sys.argv[1]
    schema = json.loads((ROOT / "pipelines/pipeline.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures, count = [], 0
    for path in sorted((ROOT / "pipelines").glob("*.yaml")):
        document = yaml.load(path.read_text(), Loader)
        for error in validator.iter_errors(document):
            failures.append(f"{path.name}: the schema refuses it at {list(error.absolute_path)}: {error.message[:200]}")
        cases = list(broken(document))
        count += len(cases)
        verdicts = refused_by_program(program, [case for _, case in cases])
        for (what, case), isRefused in zip(cases, verdicts):
            if validator.is_valid(case):
                failures.append(f"{path.name}: the schema accepts {what}")
            if not isRefused:
                failures.append(f"{path.name}: the program accepts {what}")
    print(*failures, sep="\n", file=sys.stderr)
    print(f"schema: {count} broken files, {len(failures)} differences")
    sys.exit(1 if failures else 0)


main()
