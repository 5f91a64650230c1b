"""Compares two rounds: bodies, dimensions and indicators by name, and by a map where they are called otherwise.

What moved, what was lost in both, and what follows for this round from the grades of earlier ones.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.notation.chinese_numerals import number_of
from xlplugin.publishing.proposals import History, family
from xlplugin.publishing.round_result import BodyResult, DimensionResult, IndicatorResult, RoundResult
from xlplugin.publishing.round_statistics import rounded
from xlplugin.rubric.clause_kinds import Flat
from xlplugin.rubric.model import Rubric
from xlplugin.workbook.writing.table_file import read_rows

OF_BODY, OF_DIMENSION, OF_INDICATOR = "考核对象", "一级指标", "指标"
KINDS = (OF_BODY, OF_DIMENSION, OF_INDICATOR)
MAP_COLUMNS = ("种类", "上次", "这次")


@dataclass(frozen=True)
class NameMap:
    """How things of the earlier round are called later: by kind, the later name by the earlier name or id."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def later(self, kind: str, name: str, id: str = "") -> str:
        """Return the later name of something, by its id or name; its own name if the map says nothing."""
        of_kind = self.names.get(kind, {})
        return of_kind.get(id) or of_kind.get(name) or name


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A body in two rounds; '' or 0 where it has no figure.

    Attributes:
        body, group: in the later round.
        before, after: the published totals.
        change: the difference in 分; None if one is missing.
        rank_before, rank_after, grade_before, grade_after: ranks and grades.
    """

    body: str
    group: str
    before: str
    after: str
    change: Decimal | None
    rank_before: int
    rank_after: int
    grade_before: str
    grade_after: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A dimension or indicator in two rounds: the share of its points that was scored, in %, over the bodies of both.

    Attributes:
        table: the class or table of the later round.
        kind: 一级指标 or 指标.
        before_name, name: its earlier and later name, with the id of an indicator.
        before, after: the shares; None where it has no points.
        bodies: of how many bodies.
    """

    table: str
    kind: str
    before_name: str
    name: str
    before: Decimal | None
    after: Decimal | None
    bodies: int


@dataclass(frozen=True, slots=True)
class PersistentLoss:
    """An indicator in which a body lost points both times: the points lost, in 分."""

    body: str
    indicator: str
    before: str
    after: str


@dataclass(frozen=True)
class RoundComparison:
    """Two rounds.

    Attributes:
        before, after: their names.
        bodies: the bodies of both.
        parts: the dimensions and indicators of both.
        persistent: what was lost in both.
        only_before, only_after: what is in one of them only: kind and name.
    """

    before: str
    after: str
    bodies: tuple[BodyChange, ...]
    parts: tuple[PartChange, ...]
    persistent: tuple[PersistentLoss, ...]
    only_before: tuple[tuple[str, str], ...]
    only_after: tuple[tuple[str, str], ...]


def compare_rounds(before: RoundResult, after: RoundResult, names: NameMap | None = None) -> RoundComparison:
    """Compare two rounds.

    Args:
        before: the earlier results.
        after: the later results.
        names: what is called otherwise.
    """
    called = names or NameMap()
    pairs, lone_before, lone_after = _paired_bodies(before, after, called)
    bodies = tuple(_body(old, new) for old, new in pairs)
    parts: dict[tuple[str, str, str], _Sum] = {}
    persistent: list[PersistentLoss] = []
    unmatched_before: dict[tuple[str, str], None] = dict.fromkeys((OF_BODY, name) for name in lone_before)
    unmatched_after: dict[tuple[str, str], None] = dict.fromkeys((OF_BODY, name) for name in lone_after)
    for old, new in pairs:
        if not old.indicators or not new.indicators:  # it has no score in one of them
            continue
        matched, only_old, only_new = _paired(old, new, called)
        table = new.group or new.rubric
        for kind, first, second in matched:
            entry = parts.setdefault((table, kind, _called(second)), _Sum(_called(first)))
            entry.add(first, second)
            if kind == OF_INDICATOR and first.loses and second.loses:
                persistent.append(PersistentLoss(new.body, _called(second), first.deduction, second.deduction))
        unmatched_before |= dict.fromkeys(only_old)
        unmatched_after |= dict.fromkeys(only_new)
    return RoundComparison(
        before.name,
        after.name,
        bodies,
        tuple(one.as_change(*key) for key, one in parts.items()),
        tuple(persistent),
        tuple(unmatched_before),
        tuple(unmatched_after),
    )


def _paired_bodies(
    before: RoundResult, after: RoundResult, called: NameMap
) -> tuple[list[tuple[BodyResult, BodyResult]], list[str], list[str]]:
    """Pair the bodies by name; one that has several tables pairs each with the one of the same class, else in order."""
    earlier: dict[str, list[BodyResult]] = {}
    for body in before.bodies:
        earlier.setdefault(called.later(OF_BODY, body.body), []).append(body)
    pairs: list[tuple[BodyResult, BodyResult]] = []
    lone: list[str] = []
    taken: set[int] = set()
    for is_exact in (True, False):  # those of the same class first, so that none takes another's
        for body in after.bodies:
            if id(body) in taken:
                continue
            found = earlier.get(body.body, [])
            same = next((one for one in found if _is_same_table(one, body)), None)
            same = same if is_exact or same else next(iter(found), None)
            if same is not None:
                found.remove(same)
                pairs.append((same, body))
                taken.add(id(body))
            elif not is_exact:
                lone.append(body.body)
    order = {id(body): at for at, body in enumerate(after.bodies)}
    pairs.sort(key=lambda pair: order[id(pair[1])])
    return pairs, [body.body for some in earlier.values() for body in some], lone


def _is_same_table(old: BodyResult, new: BodyResult) -> bool:
    """Whether two results of a body are of the same table of an assessment, or of the same class."""
    return family(old.rubric) == family(new.rubric) or (bool(old.group) and old.group == new.group)


def _body(old: BodyResult, new: BodyResult) -> BodyChange:
    change = Decimal(new.published) - Decimal(old.published) if old.published and new.published else None
    grades = (old.grade or old.banded if old.published else "", new.grade or new.banded if new.published else "")
    return BodyChange(new.body, new.group, old.published, new.published, change, old.rank, new.rank, *grades)


class _Part:
    """A dimension or indicator of a body."""

    def __init__(self, id: str, one: DimensionResult | IndicatorResult) -> None:
        self.id, self.name, self.points, self.deduction, self.score = id, one.name, one.points, one.deduction, one.score
        self.is_scored = one.score != "" and (isinstance(one, DimensionResult) or one.applies)
        self.loses = isinstance(one, IndicatorResult) and one.loses


def _parts_of(body: BodyResult) -> Iterator[tuple[str, _Part]]:
    for one in body.dimensions:
        yield OF_DIMENSION, _Part(str(one.number), one)
    for part in body.indicators:
        yield OF_INDICATOR, _Part(part.id, part)


_Matched = list[tuple[str, _Part, _Part]]
_Lone = list[tuple[str, str]]


def _paired(old: BodyResult, new: BodyResult, called: NameMap) -> tuple[_Matched, _Lone, _Lone]:
    """Pair the parts of a body by kind and name; of several with one name, those with the same id, else in order."""
    earlier: dict[tuple[str, str], list[_Part]] = {}
    for kind, part in _parts_of(old):
        earlier.setdefault((kind, called.later(kind, part.name, part.id)), []).append(part)
    matched: _Matched = []
    left = list(_parts_of(new))
    for is_exact in (True, False):  # those with the same id first
        rest = []
        for kind, part in left:
            # The map may name the later one by its number.
            found = earlier.get((kind, part.name)) or earlier.get((kind, part.id), [])
            same = next((one for one in found if one.id == part.id), None)
            same = same if is_exact or same else next(iter(found), None)
            if same is not None:
                found.remove(same)
                matched.append((kind, same, part))
            else:
                rest.append((kind, part))
        left = rest
    lone = [(kind, _called(part)) for kind, part in left]
    gone = [(kind, _called(part)) for (kind, _), some in earlier.items() for part in some]
    return matched, gone, lone


def _called(part: _Part) -> str:
    return f"{part.id} {part.name}"


class _Sum:
    """The points and scores of a part, over the bodies that have both."""

    def __init__(self, before_name: str) -> None:
        self.before_name, self.count = before_name, 0
        self.points, self.scores = [Decimal(0), Decimal(0)], [Decimal(0), Decimal(0)]

    def add(self, first: _Part, second: _Part) -> None:
        if not (first.is_scored and second.is_scored):
            return
        self.count += 1
        for at, part in enumerate((first, second)):
            self.points[at] += Decimal(part.points)
            self.scores[at] += Decimal(part.score)

    def as_change(self, table: str, kind: str, name: str) -> PartChange:
        shares = [
            rounded(100 * score / points, 1) if points else None
            for score, points in zip(self.scores, self.points, strict=True)
        ]
        return PartChange(table, kind, self.before_name, name, shares[0], shares[1], self.count)


def read_name_map(path: Path, before: RoundResult, after: RoundResult) -> NameMap:
    """Read a map (CSV or XLSX): the kind (考核对象, 一级指标, 指标), the earlier name or id, the later one.

    Raises:
        UsageError: it cannot be read, or names what is in neither round; everything is listed.
    """
    rows = read_rows(path, "--map")
    head = ["".join(cell.split()) for cell in rows[0]] if rows else []
    missing = [name for name in MAP_COLUMNS if name not in head]
    if missing:
        raise UsageError([new_problem(path.name, "no-such-columns", columns="、".join(MAP_COLUMNS))])
    problems: list[Problem] = []
    names: dict[str, dict[str, str]] = {}
    known = [_known(before), _known(after)]
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        kind, old, new = (cells.get(name, "") for name in MAP_COLUMNS)
        if not (kind or old or new):
            continue
        where = f"{path.name}:{number}"
        if kind not in KINDS:
            problems.append(new_problem(where, "no-such-kind", kind=kind, known="、".join(KINDS)))
            continue
        for name, of_round, result in ((old, known[0], before), (new, known[1], after)):
            if name not in of_round[kind]:
                facts = nearest(name, tuple(of_round[kind]))
                problems.append(
                    new_problem(where, "not-in-that-round", kind=kind, name=name, round=result.name, **facts)
                )
        if old in names.setdefault(kind, {}):
            problems.append(new_problem(where, "mapped-twice", name=old))
        names[kind][old] = new
    if problems:
        raise UsageError(problems)
    return NameMap(names)


def _known(result: RoundResult) -> dict[str, dict[str, None]]:
    """Return the names and ids of a round, by kind."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for body in result.bodies:
        found[OF_BODY][body.body] = None
        for kind, part in _parts_of(body):
            found[kind] |= {part.name: None, part.id: None}
    return found


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that follows from the grades of earlier years; a person accepts it as a correction.

    Attributes:
        body, key: whose entry.
        why: the years and grades that it follows from, with the words of the notice.
    """

    body: str
    key: str
    why: str


_IN_A_ROW = re.compile(r"连续([二两三四五六七八九十]|[2-9])年")


def suggestions(
    bodies: Iterable[tuple[str, Rubric]], year: int, history: History, grades: Sequence[str]
) -> Iterator[Suggestion]:
    """Suggest 是 for questions about a grade several years in a row (连续两年优秀), from what was decided and frozen.

    The years are those before ``year``, for whose round the entry is (a choice: a notice of 2022 that says 连续两年
    means 2020 and 2021, as the grade of 2022 is not known when it is assessed).

    Args:
        bodies: the name and table of each body.
        year: of the round that is being assessed.
        history: the decided grades, by body and year.
        grades: the names of grades.
    """
    words = "|".join(sorted(map(re.escape, grades), key=len, reverse=True))
    if not words:
        return
    for body, rubric in bodies:
        for clause in rubric.clauses:
            match = _IN_A_ROW.search(clause.quote)
            named = re.search(words, clause.quote[match.end() :]) if match else None
            if not match or not named or not isinstance(clause.kind, Flat):
                continue
            count = int(match[1]) if match[1].isdigit() else int(number_of(match[1]) or 0)
            years = [year - back for back in range(1, count + 1)]
            if years and all(history.get(body, {}).get(one) == named[0] for one in years):
                shown = "、".join(map(str, reversed(years)))
                yield Suggestion(body, clause.key, f"{shown}年{named[0]}（“{clause.quote}”，其他条件请核对）")
