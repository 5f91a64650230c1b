"""Rows, or columns, of a form found again by what stands in them: some may have been put in between, or taken out.

Lines are matched in their order, so that what they have in common weighs most; a word weighs the less the more lines
of the form have it. What stands between two lines that were found stands there as before, if as many lines do.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

Words = Set[Hashable]
"""What stands in a line and tells it from others."""


@dataclass(frozen=True)
class Lines:
    """Where the lines of a form stand in a return.

    Attributes:
        found: the line of the return for each of the form's that was found; both are counted from 1.
        last: the last line of the form; what comes after it has moved as far as that.
    """

    found: Mapping[int, int]
    last: int

    @cached_property
    def _back(self) -> Mapping[int, int]:
        return {there: here for here, there in self.found.items()}

    @cached_property
    def _end(self) -> int:
        """The last line of the return that is one of the form's."""
        return max(self.found.values(), default=0)

    def of(self, line: int) -> int | None:
        """Give where a line of the form stands; None where it was not found."""
        if line > self.last:
            return line + self._end - self.last
        return self.found.get(line)

    def back(self, line: int) -> int | None:
        """Give which line of the form a line of the return is; None for one that was put in."""
        if line in self._back:
            return self._back[line]
        return line - self._end + self.last if line > self._end else None

    @cached_property
    def added(self) -> tuple[int, ...]:
        """The lines of the return that stand between those of the form."""
        return tuple(line for line in range(1, self._end) if line not in self._back)

    @cached_property
    def is_in_order(self) -> bool:
        """Whether the lines follow one another as they did."""
        return all(here < there for here, there in pairwise(self.found[line] for line in sorted(self.found)))

    @cached_property
    def is_as_issued(self) -> bool:
        """Whether every line stands where it was issued."""
        return len(self.found) == self.last and all(here == there for here, there in self.found.items())


def as_issued(last: int) -> Lines:
    """Give the lines of a form that stand where they were issued."""
    return Lines({line: line for line in range(1, last + 1)}, last)


def aligned(issued: Mapping[int, Words], returned: Mapping[int, Words], last: int) -> Lines:
    """Find the lines of a form in a return.

    Args:
        issued: what stands in the form's lines, by number.
        returned: the same of the return.
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
    """Find lines that are not where their neighbours are: those of which one other line has most of the words."""
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
    """Give what a word weighs: the less, the more lines have it."""
    return {word: 1 / count for word, count in Counter(word for words in issued.values() for word in words).items()}


def _heaviest(issued: Mapping[int, Words], returned: Mapping[int, Words]) -> list[tuple[int, int]]:
    """Choose pairs of lines in their order, so that the words that they share weigh most together."""
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
        # Less than half of what stands in a line is no sign of it.
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
