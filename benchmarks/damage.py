"""What becomes of damaged returns, by kind: each kind alone and in pairs with others, on returns of two programs.

``python -m benchmarks.damage [PAIRS]`` prints the table of benchmarks/README.md; it stops at a wrong
figure that was taken.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.returns.test_damage import sent_by
from tests.returns.test_damage_pairs import ASKED, READ, READ_OTHERWISE, REFUSED, check, pairs
from tests.support.damage_kinds import KINDS
from tests.support.libreoffice import LibreOffice

OUTCOMES = (READ, READ_OTHERWISE, ASKED, REFUSED)


def run(count: int) -> None:
    """Judge pairs of kinds, and print how often each kind came to which outcome."""
    counted: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = LibreOffice.find(folder / "profile")
        for program in ("openpyxl", "LibreOffice"):
            if program == "LibreOffice" and office is None:
                print("LibreOffice is not here: what it saves was not counted")
                continue
            (folder / program).mkdir()
            with sent_by(program, folder / program, office if program == "LibreOffice" else None) as sent:
                if program == "LibreOffice" and office:
                    office.stop()
                counted += check(sent, pairs(count, seed=len(program)))
    print("| kind | " + " | ".join(OUTCOMES) + " |")
    print("|---|" + "---|" * len(OUTCOMES))
    for kind in KINDS:
        print(f"| {kind} | " + " | ".join(str(counted[kind, item]) for item in OUTCOMES) + " |")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
