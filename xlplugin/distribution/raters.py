"""The assessors (考核人), each with the indicators and bodies that they are responsible for, from an office's list."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import Problem, UsageError, nearest, new_problem
from xlplugin.notation.excel_text import has_unwritable
from xlplugin.rubric.joining import Absent
from xlplugin.rubric.model import Rubric
from xlplugin.workbook.writing.table_file import read_rows

NAMES, UNITS = ("姓名", "考核人", "考核人员", "考核员"), ("单位", "工作单位", "所在单位")
KINDS = ("类别", "身份", "考核人类别")
SHARES, BODIES = ("负责", "负责指标", "指标", "考核指标"), ("考核对象", "被考核单位", "负责单位")
"""Headings of the columns."""

ALL = ("全部", "所有", "—", "-", "")
"""What stands for every indicator, or every body."""

MOST_NAME = 30
"""Characters of an assessor's name."""

MOST_SHOWN = 5
"""Bodies or indicators that a message names."""

_BETWEEN = re.compile(r"[、，,；;\s]+")
_TABLES = (".csv", ".txt", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Rater:
    """An assessor.

    Attributes:
        name: as on the list.
        unit: the unit that sends them; '' for none.
        responsible: by body, the ids of the indicators and items (``2.1.1``, ``bonus.2``) that they assess.
        kind: the kind of assessor (领导, 群众), where the rubric weighs kinds; '' for none.
    """

    name: str
    unit: str
    responsible: Mapping[str, frozenset[str]]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RaterList:
    """An office's list of assessors, and what a person may want to know about it."""

    raters: tuple[Rater, ...]
    remarks: tuple[Problem, ...] = ()


def owners_of(rubric: Rubric) -> tuple[str, ...]:
    """Return the ids of everything that somebody has to assess: indicators, and items below the table."""
    items = (*rubric.general_bonus.items, *rubric.major_deduction.items)
    return (*(indicator.id for indicator in rubric.indicators), *(item.id for item in items))


def read_raters(path: Path | str, rubric: Rubric, bodies: Sequence[str], others: Collection[str] = ()) -> RaterList:
    """Read a list of assessors (CSV or XLSX): 姓名, 单位, 负责 (indicators) and 考核对象 (bodies).

    Indicators are given by number (3.2.1, or 3.2 for all below it), by the name of an indicator or dimension, or as
    全部; a blank cell means all of them. A person may have several rows.

    Args:
        path: the list.
        rubric: the scoring table.
        bodies: the names of the bodies that workbooks are issued for.
        others: names of bodies that have another table, or no workbook this time; rows only about them are skipped.

    Returns:
        The assessors in the order of the list; ``remarks`` says which indicators several of them assess.

    Raises:
        UsageError: it cannot be read, a name is unknown, or an indicator is nobody's; all problems are listed.
    """
    path = Path(path)
    rows = read_rows(path, "--raters", _TABLES)
    head, columns = _head(rows, str(path))
    known, problems = _Known(rubric, bodies, others), []
    shares: dict[str, dict[str, set[str]]] = {}
    units: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for number, row in enumerate(rows[head:], head + 1):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        where, name = f"{path}:{number}", cells["name"]
        if not name or len(name) > MOST_NAME or has_unwritable(name) or "\n" in name:
            problems.append(new_problem(where, "bad-rater", name=name[:MOST_NAME], most=MOST_NAME))
            continue
        named = [name for name in _BETWEEN.split(cells.get("body", "")) if name]
        if named and all(name in others for name in named):
            continue
        owners = known.owners(cells.get("share", ""), where, problems)
        units[name] = units.get(name) or cells.get("unit", "")
        problems += _kind_problem(rubric, where, name, kinds, cells.get("kind", ""))
        for body in known.chosen_bodies(cells.get("body", ""), where, problems):
            shares.setdefault(name, {}).setdefault(body, set()).update(owners)
    if not shares and not problems:
        problems.append(new_problem(str(path), "empty-file"))
    raters = tuple(
        Rater(name, units[name], {body: frozenset(owners) for body, owners in of.items()}, kinds.get(name, ""))
        for name, of in shares.items()
    )
    problems = problems or list(_of_nobody(rubric, bodies, raters, str(path)))
    problems += list(_of_joined(rubric, bodies, raters, str(path)))
    if problems:
        raise UsageError(problems)
    return RaterList(raters, () if rubric.raters_rule else tuple(_of_several(rubric, raters, str(path))))


def _of_joined(rubric: Rubric, bodies: Iterable[str], raters: Sequence[Rater], where: str) -> Iterator[Problem]:
    """Report what cannot be joined: an assessor with a part of the table, or too few for a figure."""
    rule, everything = rubric.raters_rule, frozenset(owners_of(rubric))
    if rule is None:
        return
    for rater in raters:
        if any(owners != everything for owners in rater.responsible.values()):
            yield new_problem(where, "rater-with-share", name=rater.name)
    least = max(rule.at_least, rule.highest + rule.lowest + 1)
    for body in bodies:
        for kind in [kind for kind, _ in rule.kinds] or [""]:
            count = sum(body in rater.responsible and kind in ("", rater.kind) for rater in raters)
            if count < least and not (count == 0 and kind and rule.absent is Absent.LEFT_OUT):
                facts = {"body": body, "kind": kind or "考核人", "count": count, "least": least}
                yield new_problem(where, "raters-too-few-listed", **facts)


def _kind_problem(rubric: Rubric, where: str, name: str, kinds: dict[str, str], given: str) -> list[Problem]:
    """Note the kind of an assessor; give what is wrong with it."""
    known = tuple(kind for kind, _ in rubric.raters_rule.kinds) if rubric.raters_rule else ()
    if not known:
        return []
    if given not in known:
        return [new_problem(where, "rater-kind", name=name, value=given, known="、".join(known))]
    if kinds.setdefault(name, given) != given:
        return [new_problem(where, "rater-two-kinds", name=name, kinds=f"{kinds[name]}、{given}")]
    return []


def _head(rows: Sequence[Sequence[str]], where: str) -> tuple[int, dict[str, int]]:
    """Find the headings; gives the row after them, and the column of each."""
    meanings = {"name": NAMES, "unit": UNITS, "share": SHARES, "body": BODIES, "kind": KINDS}
    for number, row in enumerate(rows[:10], 1):
        cells = ["".join(cell.split()) for cell in row]
        if any(cell in NAMES for cell in cells):
            return number, {
                meaning: next(at for at, cell in enumerate(cells) if cell in names)
                for meaning, names in meanings.items()
                if any(cell in names for cell in cells)
            }
    raise UsageError([new_problem(where, "raters-without-column", columns="、".join(NAMES))])


class _Known:
    """What the words of a list may mean."""

    def __init__(self, rubric: Rubric, bodies: Sequence[str], others: Collection[str]) -> None:
        self.all, self.bodies, self.others = owners_of(rubric), tuple(bodies), others
        names: dict[str, set[str]] = {
            "综合加分项": {item.id for item in rubric.general_bonus.items},
            "重大扣分项": {item.id for item in rubric.major_deduction.items},
        }
        for dimension in rubric.dimensions:
            names.setdefault(dimension.name, set()).update(one.id for one in dimension.indicators)
            for part in dimension.subdimensions:
                names.setdefault(part.name, set()).update(one.id for one in part.indicators)
            for indicator in dimension.indicators:
                names.setdefault(indicator.name, set()).add(indicator.id)
        self.names = {"".join(name.split()): ids for name, ids in names.items() if name and ids}

    def owners(self, text: str, where: str, problems: list[Problem]) -> set[str]:
        """Return the indicators and items that a cell names."""
        whole = "".join(text.split())
        if text in ALL:
            return set(self.all)
        if whole in self.names:  # a name may contain 、
            return set(self.names[whole])
        found: set[str] = set()
        for word in filter(None, _BETWEEN.split(text)):
            below = {id for id in self.all if id == word or id.startswith(f"{word}.")}
            meant = set(self.all) if word in ALL else below or self.names.get(word, set())
            if not meant:
                problems.append(new_problem(where, "no-such-share", name=word, **nearest(word, tuple(self.names))))
            found |= meant
        return found

    def chosen_bodies(self, text: str, where: str, problems: list[Problem]) -> Iterator[str]:
        """Return the bodies that a cell names."""
        if text in ALL:
            yield from self.bodies
            return
        for name in [text] if text in self.bodies else filter(None, _BETWEEN.split(text)):
            if name in self.bodies:
                yield name
            elif name not in self.others:
                problems.append(new_problem(where, "no-such-body", name=name, **nearest(name, self.bodies)))


def _of_nobody(rubric: Rubric, bodies: Iterable[str], raters: Sequence[Rater], where: str) -> Iterator[Problem]:
    """Report what nobody assesses, indicators that lack the same bodies together."""
    missing: dict[tuple[str, ...], list[str]] = {}
    for owner in owners_of(rubric):
        without = tuple(
            body for body in bodies if not any(owner in rater.responsible.get(body, ()) for rater in raters)
        )
        if without:
            missing.setdefault(without, []).append(owner)
    for without, owners in missing.items():
        yield new_problem(where, "share-of-nobody", owners=_some(owners), bodies=_some(without))


def _of_several(rubric: Rubric, raters: Sequence[Rater], where: str) -> Iterator[Problem]:
    """Report what several assess, indicators with the same assessors together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for owner in owners_of(rubric):
        names = tuple(rater.name for rater in raters if any(owner in owners for owners in rater.responsible.values()))
        shared = any(
            sum(owner in rater.responsible.get(body, ()) for rater in raters) > 1
            for body in {body for rater in raters for body in rater.responsible}
        )
        if shared:
            together.setdefault(names, []).append(owner)
    for names, owners in together.items():
        yield new_problem(where, "share-of-several", owners=_some(owners), names="、".join(names))


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:MOST_SHOWN])
    return f"{shown} 等 {len(names)} 个" if len(names) > MOST_SHOWN else shown
