"""The names of bodies in the names of files and folders."""

from collections.abc import Iterable


class NamesInText:
    """The names of bodies, to be searched for in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names."""
        self._names = frozenset(names)
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)

    def in_text(self, text: str) -> list[str]:
        """Return the names in a text, without names that are only part of a longer one there."""
        bodies: list[str] = []
        taken = [False] * len(text)
        for length in self._lengths:
            for at in range(len(text) - length + 1):
                if not taken[at] and text[at : at + length] in self._names and not any(taken[at : at + length]):
                    bodies.append(text[at : at + length])
                    taken[at : at + length] = [True] * length
        return bodies
