"""10,000 scoresheets of gaoping-2022-b, and of the largest rubric of another notice, as one whole process each."""

import json
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from benchmarks.harness import installed, medians, timed
from xlplugin import load_rubric
from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.clause_kinds import Choice, Discretionary, Flat, PerOccurrence

COUNT = 10_000
BOUND = 3.0
"""Of the time that reading and writing the same JSON takes."""
LARGEST = Path("tests/notices/jianyi-epidemic-budget.yaml")
"""The rubric of another notice with the most inputs that are built from zero, with weights; 51 indicators."""

FLAT = 1.25
"""How much more memory ten times the sheets may take."""


def run() -> bool:
    """Measure time and memory; beside them what merely reading and writing the same JSON takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = _sheets(folder / "few.jsonl", COUNT // 10), _sheets(folder / "many.jsonl", COUNT)
        _, few_memory = _score(few, folder / "few-cards.jsonl")
        _, memory = _score(many, folder / "cards.jsonl")
        variants = {
            "scored": lambda: _score(many, folder / "cards.jsonl")[0],
            "only read and written": lambda: timed(lambda: _read_and_written(many, folder / "cards.jsonl")),
        }
        taken, json_only = medians(variants, rounds=3).values()
        largest = _sheets(folder / "largest.jsonl", COUNT, str(LARGEST)) if LARGEST.exists() else None
        if largest:
            others = {
                "scored": lambda: _score(largest, folder / "cards.jsonl", str(LARGEST))[0],
                "only read and written": lambda: timed(lambda: _read_and_written(largest, folder / "cards.jsonl")),
            }
            other_taken, other_json = medians(others, rounds=3).values()
    print(f"\nScoring {COUNT:,} scoresheets of gaoping-2022-b, JSON Lines in and out, one process")
    print(f"  {'the same JSON only read and written':52} {json_only:10.2f} s   {1:7.2f} x")
    fine = taken <= BOUND * json_only
    message = f"(bound {BOUND:g} x: {'kept' if fine else 'PASSED'})"
    print(f"  {'xlplugin score --json -o':52} {taken:10.2f} s   {taken / json_only:7.2f} x  {message}")
    is_flat = memory <= few_memory * FLAT
    message = f"(bound {FLAT:g} x: {'kept' if is_flat else 'PASSED'})"
    print(f"  {'memory at its peak, of 1,000 and of 10,000':52} {few_memory} and {memory} MiB  {message}")
    if largest:
        print(f"\nScoring {COUNT:,} scoresheets of {LARGEST.stem}, the same way")
        print(f"  {'xlplugin score --rubric --json -o':52} {other_taken:10.2f} s   {other_taken / other_json:7.2f} x")
    return fine and is_flat


def _read_and_written(*paths: Path) -> None:
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for line in file:
                json.dumps(json.loads(line, parse_float=Decimal), ensure_ascii=False)


_SCORE = """
import re, sys
from pathlib import Path
from xlplugin.cli import main
main(["score", sys.argv[1], "--json", "-o", sys.argv[2], *sys.argv[3:]])
print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def _score(sheets: Path, cards: Path, rubric: str = "") -> tuple[float, int]:
    """Return the seconds, and the MiB that the process itself held at most (what it was forked from left out)."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", _SCORE, str(sheets), str(cards), *(("--rubric", rubric) if rubric else ())]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=installed())
    return time.perf_counter() - begun, int(ran.stdout) // 1024


def _sheets(path: Path, count: int, name: str = "gaoping-2022-b") -> Path:
    rubric, chance = load_rubric(name), random.Random(1)  # noqa: S311  # for benchmarks
    with path.open("w", encoding="utf-8") as file:
        for at in range(count):
            entries = {clause.key: _entry(clause, chance) for clause in rubric.clauses if chance.random() < 0.8}
            sheet = {"rubric": rubric.id, "body": f"单位{at}", "entries": entries, "not_applicable": []}
            file.write(json.dumps(sheet, ensure_ascii=False) + "\n")
    return path


def _entry(clause: Clause, chance: random.Random) -> object:
    match clause.kind:
        case Flat():
            return chance.random() < 0.3
        case Choice(tiers):
            return chance.randint(0, len(tiers))
        case PerOccurrence():
            return chance.randint(0, 5)
        case Discretionary():
            tenths = chance.randint(0, slots(clause)[0].most // 1000)
            return {"amount": format_decimal(tenths * 1000), "reason": "按实际情况"}
        case _:
            part, *whole = slots(clause)
            of_all = 20 if not whole else chance.randint(1, 2000)
            counted = int(Fraction(of_all) * chance.randint(0, 100) / 100)
            return {part.part: counted, **({"whole": of_all} if whole else {})}
