"""How fast a household's history is labelled, and in how much memory, measured in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEAST_ROWS_A_SECOND = 300  # a tenth of what a quiet machine does: a slower one must pass too
MOST_MEGABYTES = 600
PROGRAM = """
import json, re, sys, time
from categorizer_contract import CategorizeRequest, Row
from categorizer.serving import answer, open_classifier

names = ["KROGER", "SHELL OIL", "NETFLIX.COM", "SQ *QXZ CAFE", "MIRA VELDT STUDIO", "ACME PAYROLL"]
rows = [
    Row(id=str(n), description=f"{names[n % 6]} {n // 240:05d} AUSTIN TX", amount="-7", currency="USD")
    for n in range(2560)
]
classifier = open_classifier()
# Processor time: what else runs on the machine does not count.
began = time.process_time()
for start in range(0, len(rows), 256):
    labels = answer(CategorizeRequest(batch_id="b", rows=rows[start : start + 256]), classifier).labels
    assert len(labels) == 256
speed = len(rows) / (time.process_time() - began)
# The most a batch can hold at once: long texts of one length that nobody has met.
texts = [f"VELDQ{chr(65 + n // 16)}{chr(65 + n % 16)}Z " + "VELD QUAZIM " * 20 for n in range(256)]
long = [Row(id=text, description=text, amount="-7", currency="USD") for text in texts]
answer(CategorizeRequest(batch_id="b", rows=long), classifier)
# Not getrusage: that one counts what the parent held when it started this program.
peak = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read()).group(1)) / 1024
json.dump({"speed": speed, "peak": peak, "torch": "torch" in sys.modules}, sys.stdout)
"""


def test_a_history_is_labelled_fast_in_little_memory_without_torch() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, check=True, text=True
    )

    found = json.loads(run.stdout)

    assert found["speed"] >= LEAST_ROWS_A_SECOND, found
    assert found["peak"] < MOST_MEGABYTES, found
    assert not found["torch"]
