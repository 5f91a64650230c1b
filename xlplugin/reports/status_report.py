"""The status of all bodies as one table; its columns are declared once, for the terminal, the .xlsx file and JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlplugin.errors import Problem
from xlplugin.store.issue import days_late, local_time
from xlplugin.store.log import now
from xlplugin.store.standings import CLEAN, NOT_RETURNED, WITH_PROBLEMS, Standing, state_name
from xlplugin.store.submission import Result, Submission
from xlplugin.store.which_file_counts import time_of
from xlplugin.workbook.editions import edition_name
from xlplugin.workbook.writing.table_file import table_file

MOST_IN_CELL = 8
"""Problems that a row of the .xlsx file lists."""

NOBODYS = "无法认领"
"""The state of a file that belongs to nobody."""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A body with its state, or a file that belongs to nobody.

    Attributes:
        standing: the state of the body; None for a file that belongs to nobody.
        submission: the file that counts, or that belongs to nobody; None if nothing came back.
    """

    standing: Standing | None
    submission: Submission | None

    @property
    def state(self) -> str:
        """未报送, 已报送, 有问题 or 无法认领."""
        return self.standing.state if self.standing else NOBODYS

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person has to look at."""
        return self.standing.problems if self.standing else self.submission.problems if self.submission else ()

    @property
    def earlier(self) -> tuple[Submission, ...]:
        """The body's other files, the latest first."""
        return self.standing.earlier if self.standing else ()

    @property
    def result(self) -> Result:
        """The result of the body; blank if no file counts, or if it is that of one assessor of several."""
        return self.standing.result if self.standing and not self.rater else Result()

    @property
    def late(self) -> int:
        """How many days late the body's first file is; without a file, how many days it is overdue."""
        if self.standing is None or not self.standing.issue.due:
            return 0
        files = [one for one in (self.submission, *self.earlier) if one]
        times = [time_of(one) or one.collected_at for one in files]
        return days_late(self.standing.issue.due, min(times) if times else now())

    @property
    def due_text(self) -> str:
        """The day by which it is to be returned, and how late it is."""
        due = self.standing.issue.due if self.standing else ""
        late = f"（{'迟报' if self.submission else '逾期'} {self.late} 天）" if self.late else ""
        return f"{due}{late}"

    @property
    def rater(self) -> str:
        """The assessor whose workbook it is; '' if it is for all."""
        return self.standing.issue.rater if self.standing else ""

    @property
    def file(self) -> str:
        """The name of the file that counts; '' for none."""
        return self.submission.file if self.submission else ""

    def graded(self, language: str) -> str:
        """Return the grade, marked if it is provisional; only the mark where the notice has no grades."""
        is_provisional = bool(self.result.published) and self.result.provisional
        mark = _PROVISIONAL[language] if is_provisional else ""
        return f"{self.result.grade}{mark}" if self.result.grade else mark.strip(" ()（）")


Value = str | int | float


@dataclass(frozen=True, slots=True)
class StatusColumn:
    """A column of the table.

    Attributes:
        heading: in the .xlsx file; '' if only the terminal has it.
        terminal: its headings in the terminal, in Chinese and English; '' if only the file has it.
        value: gives the value of a row in the file.
        text: gives the text of a row in the terminal, in a language; by default the value.
        is_number: whether the terminal aligns it right.
    """

    heading: str
    terminal: tuple[str, str]
    value: Callable[[StatusRow], Value]
    text: Callable[[StatusRow, str], str] | None = None
    is_number: bool = False


def _due(row: "StatusRow", language: str) -> str:
    if language == "zh" or not row.late or row.standing is None:
        return row.due_text
    late = f"{row.late} {'day' if row.late == 1 else 'days'} {'late' if row.submission else 'overdue'}"
    return f"{row.standing.issue.due} ({late})"


_STATES = (CLEAN, WITH_PROBLEMS, NOT_RETURNED)
_FILE_ONLY = ("", "")
_PROVISIONAL: dict[str, str] = {"zh": "（暂定）", "en": " (provisional)"}

COLUMNS = (
    StatusColumn("序号", ("序号", "no."), lambda row: row.standing.issue.position if row.standing else "", None, True),
    StatusColumn("评分表", _FILE_ONLY, lambda row: row.standing.issue.rubric if row.standing else ""),
    StatusColumn("版式", _FILE_ONLY, lambda row: edition_name(row.standing.issue.edition) if row.standing else ""),
    StatusColumn("考核对象", ("考核对象", "body"), lambda row: row.standing.issue.body if row.standing else ""),
    StatusColumn("考核人", ("考核人", "assessor"), lambda row: row.rater),
    StatusColumn("期限", ("期限", "due"), lambda row: row.due_text, _due),
    StatusColumn("状态", ("状态", "state"), lambda row: row.state, lambda row, lang: state_name(row.state, lang)),
    StatusColumn(
        "得分",
        ("得分", "score"),
        lambda row: float(row.result.published) if row.result.published else "",
        lambda row, _: row.result.published,
        True,
    ),
    StatusColumn(
        "等次",
        ("等次", "grade"),
        lambda row: row.graded("zh"),
        lambda row, lang: row.graded(lang),
    ),
    StatusColumn("", ("问题", "problems"), lambda row: len(row.problems) or "", None, True),
    StatusColumn("", ("此前", "earlier"), lambda row: len(row.earlier) or "", None, True),
    StatusColumn("报送文件", ("文件", "file"), lambda row: row.file),
    StatusColumn("保存时间", _FILE_ONLY, lambda row: local_time(row.submission.saved_at) if row.submission else ""),
    StatusColumn("收取时间", _FILE_ONLY, lambda row: local_time(row.submission.collected_at) if row.submission else ""),
    StatusColumn("此前报送", _FILE_ONLY, lambda row: "\n".join(other.file for other in row.earlier)),
    StatusColumn("问题", _FILE_ONLY, lambda row: _some(row.problems)),
)


@dataclass(frozen=True, slots=True)
class TableStatus:
    """The bodies of one rubric and edition, with the counts of their states."""

    rubric: str
    edition: str
    rows: tuple[StatusRow, ...]

    def count(self, state: str) -> int:
        """Count the bodies in a state."""
        return sum(row.state == state for row in self.rows)

    def summary(self, language: str = "zh") -> str:
        """Return the counts in a sentence."""
        issued, counts = len(self.rows), [self.count(state) for state in _STATES]
        if language == "en":
            return (
                f"{self.rubric} ({self.edition}): {issued} issued, {counts[0]} returned, {counts[1]} with problems, "
                f"{counts[2]} not returned"
            )
        name = edition_name(self.edition)
        return f"{self.rubric}（{name}）：发出 {issued}，已报送 {counts[0]}，有问题 {counts[1]}，未报送 {counts[2]}"


def to_remind(rows: Iterable[StatusRow], language: str = "zh") -> list[str]:
    """Return the bodies that have not returned their workbook, and of which assessor or edition: the 催报 list."""
    left = [(row, row.standing.issue) for row in rows if row.standing and row.state == NOT_RETURNED]
    editions, is_chinese = {issue.edition for _, issue in left}, language == "zh"
    names = []
    for row, issue in left:
        which = [edition_name(issue.edition) if is_chinese else issue.edition] if len(editions) > 1 else []
        if row.late:
            which.append(f"逾期 {row.late} 天" if is_chinese else f"{row.late} days overdue")
        facts = (f"（{'，'.join(which)}）" if is_chinese else f" ({', '.join(which)})") if which else ""
        rater = f"{row.rater}{'：' if is_chinese else ': '}" if row.rater else ""
        names.append(f"{rater}{issue.body}{facts}")
    return names


def progress(rows: Iterable[StatusRow], language: str = "zh") -> Iterator[str]:
    """Say how many of each assessor's workbooks are back."""
    of_rater: dict[str, list[StatusRow]] = {}
    for row in rows:
        if row.rater:
            of_rater.setdefault(row.rater, []).append(row)
    for rater, its in of_rater.items():
        issued, counts = len(its), [sum(row.state == state for row in its) for state in _STATES]
        if language == "en":
            yield f"{rater}: {issued} issued, {counts[0]} returned, {counts[1]} with problems, {counts[2]} not returned"
        else:
            yield f"{rater}：发出 {issued}，已报送 {counts[0]}，有问题 {counts[1]}，未报送 {counts[2]}"


def status_tables(standings: Iterable[Standing]) -> Iterator[TableStatus]:
    """Group bodies by rubric and edition, in their order."""
    for (rubric, edition), group in groupby(standings, lambda of: (of.issue.rubric, of.issue.edition)):
        yield TableStatus(rubric, edition, tuple(StatusRow(standing, standing.current) for standing in group))


def status_file(standings: Iterable[Standing], strays: Iterable[Submission]) -> bytes:
    """Write the table as .xlsx: a row for each body, then one for each file that belongs to nobody."""
    rows = [StatusRow(standing, standing.current) for standing in standings]
    rows += [StatusRow(None, stray) for stray in strays]
    has_raters = any(row.rater for row in rows)
    absent = {"考核人"} if not has_raters else set()
    absent |= {"期限"} if not any(row.due_text for row in rows) else set()
    columns = [column for column in COLUMNS if column.heading and column.heading not in absent]
    cells = [tuple(column.value(row) for column in columns) for row in rows]
    return table_file("报送情况", [column.heading for column in columns], cells)


def terminal_columns(
    language: str, *, has_raters: bool = False, has_days: bool = False
) -> tuple[list[str], list[int], Callable[[StatusRow], list[str]]]:
    """Return the terminal's headings, the columns (from 0) aligned right, and a function that gives a row's texts."""
    left_out = {_FILE_ONLY} | (set() if has_raters else {("考核人", "assessor")})
    left_out |= set() if has_days else {("期限", "due")}
    columns = [column for column in COLUMNS if column.terminal not in left_out]
    headings = [column.terminal[language == "en"] for column in columns]

    def texts(row: StatusRow) -> list[str]:
        return [column.text(row, language) if column.text else str(column.value(row)) for column in columns]

    return headings, [at for at, column in enumerate(columns) if column.is_number], texts


def status_json(
    standings: Iterable[Standing], strays: Iterable[Submission], language: str = "zh"
) -> dict[str, list[dict[str, object]]]:
    """Return the table for machines: ``bodies`` and ``unplaced``; figures are strings, or null if there are none."""
    bodies = [_as_json(StatusRow(standing, standing.current), standing, language) for standing in standings]
    unplaced: list[dict[str, object]] = [
        {"file": stray.file, "problems": [problem.text(language) for problem in stray.problems]} for stray in strays
    ]
    return {"bodies": bodies, "unplaced": unplaced}


def _as_json(row: StatusRow, standing: Standing, language: str) -> dict[str, object]:
    issue, result, submission = standing.issue, row.result, row.submission
    return {
        "rubric": issue.rubric,
        "edition": issue.edition,
        "body": issue.body,
        "position": issue.position,
        **({"rater": issue.rater} if issue.rater else {}),
        **({"due": issue.due, "days_late": row.late} if issue.due else {}),
        "state": row.state,
        "file": row.file or None,
        "total": result.total or None,
        "published": result.published or None,
        "grade": result.grade or None,
        "provisional": result.provisional,
        "collected_at": submission and submission.collected_at,
        "problems": [problem.text(language) for problem in row.problems],
        "superseded": [other.file for other in row.earlier],
    }


def _some(problems: Sequence[Problem]) -> str:
    """List the first problems, a line each, and how many there are."""
    lines = [problem.text() for problem in problems[:MOST_IN_CELL]]
    return "\n".join([*lines, f"等 {len(problems)} 处"] if len(problems) > MOST_IN_CELL else lines)
