"""Times things side by side: every variant in turn, several rounds, the median of each."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median


def side_by_side(variants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median time of each variant in seconds; rounds are interleaved, so that noise falls on all."""
    return medians({name: partial(timed, run) for name, run in variants.items()}, rounds)


def medians(variants: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Do the same with variants that say themselves how long they took."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(rounds + 1):
        for name, run in variants.items():
            times[name].append(run())
    return {name: median(taken[1:]) for name, taken in times.items()}  # the first round warms up


def timed(run: Callable[[], object]) -> float:
    """Run something; give the seconds that it took."""
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


_COMPILED = tempfile.TemporaryDirectory(prefix="compiled")


def installed() -> dict[str, str]:
    """Return the environment of a program as pip installs it: with its modules compiled, wherever it runs from."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": _COMPILED.name}


def process(*arguments: str) -> Callable[[], object]:
    """Return a function that runs this interpreter with arguments as a whole process."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=installed())


def report(title: str, times: Mapping[str, float], baseline: str, bounds: Mapping[str, float]) -> bool:
    """Print times and ratios to the baseline; say whether every bound is kept."""
    print(f"\n{title}")
    kept = True
    for name, taken in times.items():
        ratio = taken / times[baseline]
        bound = bounds.get(name)
        fine = bound is None or ratio <= bound
        kept = kept and fine
        message = "" if bound is None else f"  (bound {bound:g} x: {'kept' if fine else 'PASSED'})"
        print(f"  {name:52} {taken * 1000:10.2f} ms  {ratio:7.2f} x{message}")
    return kept
