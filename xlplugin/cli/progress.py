"""A line on standard error with the progress of a long run."""

import sys
import time
from types import TracebackType

SHOWN_AFTER = 1.0
"""Seconds; a shorter run shows no progress."""
EACH = 0.2
"""Seconds between two updates."""


class Progress:
    """Counts steps, and shows the count on a terminal."""

    def __init__(self, what: str) -> None:
        """Set the word shown after the count, such as ``scored``."""
        self._what = what
        self._count = 0
        self._shown = False
        self._next = time.monotonic() + SHOWN_AFTER
        self._active = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        """Start counting."""
        return self

    def step(self) -> None:
        """Count one step."""
        self._count += 1
        if self._active and time.monotonic() >= self._next:
            self._next = time.monotonic() + EACH
            self._shown = True
            print(f"\r{self._what} {self._count}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Finish the line."""
        if self._shown:
            print(f"\r{self._what} {self._count}", file=sys.stderr)
