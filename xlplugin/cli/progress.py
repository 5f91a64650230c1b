"""A line on standard error that says how far a long run is."""

import sys
import time
from types import TracebackType

SHOWN_AFTER = 1.0
"""Seconds; what is done sooner needs no progress."""
EACH = 0.2
"""Seconds between two updates."""


class Progress:
    """Counts steps, and shows the count where a terminal reads it."""

    def __init__(self, what: str) -> None:
        """Say what is counted."""
        self._what = what
        self._count = 0
        self._shown = False
        self._next = time.monotonic() + SHOWN_AFTER
        self._active = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        """Begin."""
        return self

    def step(self) -> None:
        """Count one."""
        self._count += 1
        if self._active and time.monotonic() >= self._next:
            self._next = time.monotonic() + EACH
            self._shown = True
            print(f"\r{self._what} {self._count}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End the line."""
        if self._shown:
            print(f"\r{self._what} {self._count}", file=sys.stderr)
