"""How fast the command line starts, as whole processes."""

import sys
from pathlib import Path

from benchmarks.harness import process, report, side_by_side

PROGRAM = str(Path(sys.executable).with_name("xlplugin"))
"""The command as pip installs it."""
HELP, CHECK = "xlplugin --help", "xlplugin check gaoping-2022-b"


def run() -> bool:
    """Measure; the bounds are the issue's: 4 and 10 times the bare interpreter."""
    variants = {
        "python -c pass": process("-c", "pass"),
        HELP: process(PROGRAM, "--help"),
        CHECK: process(PROGRAM, "check", "gaoping-2022-b"),
    }
    times = side_by_side(variants, rounds=15)
    return report("Command line, whole processes", times, "python -c pass", {HELP: 4, CHECK: 10})
