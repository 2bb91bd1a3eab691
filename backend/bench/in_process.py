"""The rung of G11: a categoriser without a queue, told on its input which requests to label.

Each line names a file of JSON requests; each answer is the seconds it took to label them all.
"""

import json
import sys
import time
from pathlib import Path

from categorizer.serving import answer, open_classifier
from categorizer_contract import CategorizeRequest


def main() -> None:
    classifier = open_classifier()
    for line in sys.stdin:
        told = json.loads(Path(line.strip()).read_text(encoding="utf-8"))
        requests = [CategorizeRequest.model_validate(each) for each in told]
        began = time.perf_counter()
        for request in requests:
            answer(request, classifier)
        sys.stdout.write(f"{time.perf_counter() - began}\n")
        sys.stdout.flush()


main()
