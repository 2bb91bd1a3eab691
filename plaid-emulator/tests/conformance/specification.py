"""Draw the contract from Plaid's OpenAPI document: names and kinds of fields only, a line for each shape.

python tests/conformance/specification.py DOCUMENT.yml writes contract.json beside this file. It is run by
hand when there is a newer document; the tests read only what it wrote. The document's words stay there.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
CONTRACT = Path(__file__).with_name("contract.json")
PLAIN = {"string": "text", "number": "number", "integer": "whole", "boolean": "truth"}
FORMATS = {"date": "date", "date-time": "moment"}


class Reader:
    """Collects the shapes that answers and webhooks are made of."""

    def __init__(self, document: Json) -> None:
        self._document, self._schemas = document, document["components"]["schemas"]
        self.shapes: dict[str, dict[str, str]] = {}
        self.values: dict[str, list[str]] = {}

    def read(self) -> Json:
        """Read what every endpoint answers, every webhook says, and what a refusal looks like."""
        answers = {path: self._kind(schema) for path, schema in self._answers()}
        webhooks = {code: self._kind({"$ref": name}) for code, name in self._webhooks()}
        error = self._kind({"$ref": "PlaidError"})
        return {
            "answers": dict(sorted(answers.items())),
            "webhooks": dict(sorted(webhooks.items())),
            "error": error,
            "shapes": dict(sorted(self.shapes.items())),
            "values": dict(sorted(self.values.items())),
        }

    def _answers(self) -> Iterator[tuple[str, Json]]:
        for path, methods in self._document["paths"].items():
            yield path, methods["post"]["responses"]["200"]["content"]["application/json"]["schema"]

    def _webhooks(self) -> Iterator[tuple[str, str]]:
        """Say which schema is that of which code: the document tells it only by its examples."""
        for name, schema in self._schemas.items():
            if name.endswith("Webhook"):
                for example in schema.get("x-examples", {}).values():
                    body = example.get("value", example)
                    yield f"{body['webhook_type']}.{body['webhook_code']}", name

    def _kind(self, schema: Json) -> str:
        whole = self._flat(schema)
        kind = self._kind_without_null(schema, whole)
        return f"{kind}?" if whole.get("nullable") else kind

    def _kind_without_null(self, schema: Json, whole: Json) -> str:
        if "enum" in whole:
            return f"={self._enumerate(schema, whole)}"
        # One plain text has its possible values written down as if they were fields.
        if "properties" in whole and whole.get("type", "object") == "object":
            return self._shape(schema, whole)
        if whole.get("type") == "array":
            return f"[{self._kind(whole['items'])}]"
        if isinstance(whole.get("additionalProperties"), dict):
            return f"{{{self._kind(whole['additionalProperties'])}}}"
        return FORMATS.get(whole.get("format", ""), PLAIN.get(whole.get("type", ""), "anything"))

    def _shape(self, schema: Json, whole: Json) -> str:
        name = self._name(schema) or f"_{'_'.join(sorted(whole['properties']))}"
        if name not in self.shapes:
            self.shapes[name] = {}
            needed = set(whole.get("required", ()))
            for field, kind in sorted(whole["properties"].items()):
                self.shapes[name][f"{field}!" if field in needed else field] = self._kind(kind)
        return name

    def _enumerate(self, schema: Json, whole: Json) -> str:
        values = sorted(str(value) for value in whole["enum"] if value is not None)
        name = self._name(schema) or "|".join(values)
        self.values[name] = values
        return name

    def _flat(self, schema: Json) -> Json:
        """Follow references and lay together what a schema is composed of."""
        if "$ref" in schema:
            return self._flat(self._schemas[self._name(schema)])
        flat: Json = {**schema, "required": list(schema.get("required", ()))}
        for part in map(self._flat, flat.pop("allOf", ())):
            flat["properties"] = {**flat.get("properties", {}), **part.get("properties", {})}
            flat["required"] += part["required"]
            flat = {**part, **flat}
        if flat.get("properties") == {}:
            del flat["properties"]
        return flat

    def _name(self, schema: Json) -> str:
        if "$ref" not in schema and len(schema.get("allOf", ())) == 1 and "properties" not in schema:
            return self._name(schema["allOf"][0])
        return str(schema.get("$ref", "")).rpartition("/")[2]


def write_lines(contract: Json) -> str:
    """Write a line for each endpoint, webhook, shape and list of values, so that changes can be read."""
    parts = []
    for name, part in contract.items():
        text = json.dumps(part)
        if isinstance(part, dict):
            rows = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in part.items())
            text = f"{{\n{rows}\n  }}"
        parts.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    read = Reader(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))).read()
    CONTRACT.write_text(write_lines(read), encoding="utf-8")
