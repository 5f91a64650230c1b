"""``make bench``: prints each figure as a ratio to a baseline that was measured in the same run."""

import sys

from benchmarks import building, collecting, command_line, distributing, recalculating, scoring, stamping

if __name__ == "__main__":
    kept = [part.run() for part in (command_line, scoring, building, recalculating, stamping, distributing, collecting)]
    sys.exit(0 if all(kept) else 1)
