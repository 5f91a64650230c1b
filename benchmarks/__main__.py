"""``make bench``: prints each figure as a ratio to a baseline that was measured in the same run.

``python -m benchmarks scoring building`` measures some parts only.
"""

import sys

from benchmarks import (
    assessors,
    building,
    collecting,
    command_line,
    distributing,
    over_all,
    printing,
    publishing,
    recalculating,
    scoring,
    stamping,
)

PARTS = (
    *(command_line, scoring, over_all, building, printing, recalculating, stamping),
    *(distributing, assessors, collecting, publishing),
)

if __name__ == "__main__":
    named = {part.__name__.rpartition(".")[2]: part for part in PARTS}
    if unknown := set(sys.argv[1:]) - set(named):
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(named)}")
    kept = [named[name].run() for name in (sys.argv[1:] or named)]
    sys.exit(0 if all(kept) else 1)
