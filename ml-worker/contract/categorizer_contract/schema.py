"""The JSON schema of the messages, frozen in schema-v1.json; a breaking change is a v2 task beside v1.

Run as a program to print what the code says today.
"""

import json
import sys
from importlib import resources

from pydantic import JsonValue
from pydantic.json_schema import models_json_schema

from categorizer_contract.messages import MAX_ROWS, QUEUE, TASK, CategorizeRequest, CategorizeResult

FROZEN = resources.files("categorizer_contract").joinpath("schema-v1.json")


def current_schema() -> dict[str, JsonValue]:
    """Build the schema from the code: what the backend must send and what the worker answers."""
    _, definitions = models_json_schema(
        [(CategorizeRequest, "validation"), (CategorizeResult, "serialization")],
        ref_template="#/$defs/{model}",
    )
    schema: dict[str, JsonValue] = {
        "task": TASK,
        "queue": QUEUE,
        "max_rows": MAX_ROWS,
        "request": {"$ref": "#/$defs/CategorizeRequest"},
        "result": {"$ref": "#/$defs/CategorizeResult"},
    }
    return schema | definitions


def frozen_schema() -> dict[str, JsonValue]:
    """Return the schema both sides have agreed on."""
    schema: dict[str, JsonValue] = json.loads(FROZEN.read_text(encoding="utf-8"))
    return schema


if __name__ == "__main__":
    sys.stdout.write(json.dumps(current_schema(), indent=1, sort_keys=True) + "\n")
