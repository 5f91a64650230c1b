"""Matches the rows or columns of a form with those of a return, in which some may be inserted or deleted.

Lines are matched in order, so that their common words weigh most; a word weighs less the more lines of the form have
it. Lines between two matched lines are matched one by one if there are equally many of them.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

Words = Set[Hashable]
"""The contents of a line that distinguish it from others."""


@dataclass(frozen=True)
class Lines:
    """Where the lines of a form are in a return.

    Attributes:
        found: the line in the return for each matched line of the form; both count from 1.
        last: the last line of the form; anything after it has moved equally far.
    """

    found: Mapping[int, int]
    last: int

    @cached_property
    def _back(self) -> Mapping[int, int]:
        return {there: here for here, there in self.found.items()}

    @cached_property
    def _end(self) -> int:
        """The last line of the return that belongs to the form."""
        return max(self.found.values(), default=0)

    def of(self, line: int) -> int | None:
        """Return where a line of the form is; None if it was not found."""
        if line > self.last:
            return line + self._end - self.last
        return self.found.get(line)

    def back(self, line: int) -> int | None:
        """Return the line of the form for a line of the return; None for an inserted line."""
        if line in self._back:
            return self._back[line]
        return line - self._end + self.last if line > self._end else None

    @cached_property
    def added(self) -> tuple[int, ...]:
        """The inserted lines between those of the form."""
        return tuple(line for line in range(1, self._end) if line not in self._back)

    @cached_property
    def is_in_order(self) -> bool:
        """Whether the lines follow one another as in the form."""
        return all(here < there for here, there in pairwise(self.found[line] for line in sorted(self.found)))

    @cached_property
    def is_as_issued(self) -> bool:
        """Whether every line is where it was issued."""
        return len(self.found) == self.last and all(here == there for here, there in self.found.items())


def as_issued(last: int) -> Lines:
    """Return the lines of a form without any change."""
    return Lines({line: line for line in range(1, last + 1)}, last)


def aligned(issued: Mapping[int, Words], returned: Mapping[int, Words], last: int) -> Lines:
    """Match the lines of a form with those of a return.

    Args:
        issued: contents of the form's lines, by number.
        returned: contents of the return's lines, by number.
        last: the form's last line.
    """
    pairs = _heaviest(issued, returned)
    places = dict(pairs)
    places |= _elsewhere(issued, returned, places)
    before, there_before = 0, 0
    for here, there in (*pairs, (last + 1, last + 1 + (pairs[-1][1] - pairs[-1][0] if pairs else 0))):
        if here - before == there - there_before:
            taken = set(places.values())
            between = ((line, there_before + line - before) for line in range(before + 1, here) if line not in places)
            places |= {line: there for line, there in between if there not in taken}
        before, there_before = here, there
    return Lines(places, last)


def _elsewhere(issued: Mapping[int, Words], returned: Mapping[int, Words], places: Mapping[int, int]) -> dict[int, int]:
    """Find lines that are away from their neighbours: those for which one other line has most of their words."""
    weights = _weights(issued)
    taken = set(places.values())
    likest: dict[int, list[int]] = defaultdict(list)
    for line in issued.keys() - places.keys():
        least = sum(weights[word] for word in issued[line]) / 2
        for there in returned.keys() - taken:
            if least and sum(weights[word] for word in issued[line] & returned[there]) > least:
                likest[line].append(there)
    wanted = Counter(there for some in likest.values() for there in some)
    return {line: some[0] for line, some in likest.items() if len(some) == 1 and wanted[some[0]] == 1}


def _weights(issued: Mapping[int, Words]) -> dict[Hashable, float]:
    """Weigh each word: less, the more lines contain it."""
    return {word: 1 / count for word, count in Counter(word for words in issued.values() for word in words).items()}


def _heaviest(issued: Mapping[int, Words], returned: Mapping[int, Words]) -> list[tuple[int, int]]:
    """Choose pairs of lines in order, so that the words that they share weigh most together."""
    weights = _weights(issued)
    lines_with: dict[Hashable, list[int]] = defaultdict(list)
    for line, words in returned.items():
        for word in words:
            if word in weights:
                lines_with[word].append(line)
    rows, columns = sorted(issued), sorted(returned)
    best = [[0.0] * (len(columns) + 1)]
    shared_by_row = []
    for here in rows:
        shared: dict[int, float] = defaultdict(float)
        for word in issued[here]:
            for there in lines_with[word]:
                shared[there] += weights[word]
        # A line needs more than half of its contents to be recognised.
        least = sum(weights[word] for word in issued[here]) / 2
        shared = defaultdict(float, {there: weight for there, weight in shared.items() if weight >= least})
        shared_by_row.append(shared)
        above, row = best[-1], [0.0]
        for at, there in enumerate(columns):
            row.append(max(above[at + 1], row[at], above[at] + shared[there]))
        best.append(row)
    pairs = []
    row_at, at = len(rows), len(columns)
    while row_at and at:
        weight = shared_by_row[row_at - 1][columns[at - 1]]
        if weight and best[row_at][at] == best[row_at - 1][at - 1] + weight:
            row_at, at = row_at - 1, at - 1
            pairs.append((rows[row_at], columns[at]))
        elif best[row_at][at] == best[row_at - 1][at]:
            row_at -= 1
        else:
            at -= 1
    return pairs[::-1]
