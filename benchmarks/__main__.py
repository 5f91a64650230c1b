"""``make bench``: prints each figure as a ratio to a baseline that was measured in the same run."""

import sys

from benchmarks import building, collecting, command_line, distributing, printing, recalculating, scoring, stamping

PARTS = (command_line, scoring, building, printing, recalculating, stamping, distributing, collecting)

if __name__ == "__main__":
    kept = [part.run() for part in PARTS]
    sys.exit(0 if all(kept) else 1)
