"""Where each body stands, for people: one table, as .xlsx."""

from collections.abc import Sequence

from xlplugin.errors import Problem
from xlplugin.store.issue import local_time
from xlplugin.store.standings import Standing
from xlplugin.store.submission import Submission
from xlplugin.workbook.editions import edition_name
from xlplugin.workbook.writing.table_file import table_file

HEAD = (
    *("序号", "评分表", "版式", "考核对象", "状态", "得分", "等次", "报送文件"),
    *("保存时间", "收取时间", "此前报送", "问题"),
)


MOST_PROBLEMS = 8
"""Problems that a row shows."""


def status_file(standings: Sequence[Standing], strays: Sequence[Submission]) -> bytes:
    """Write the table: a row for each body, then one for each file that is nobody's."""
    return table_file("报送情况", HEAD, [*map(_row, standings), *map(_stray, strays)])


def _row(standing: Standing) -> tuple[str | int | float, ...]:
    issue, current = standing.issue, standing.current
    whose = issue.position, issue.rubric, edition_name(issue.edition), issue.body, standing.state
    if current is None:
        return (*whose, "", "", "", "", "", "", "")
    result = standing.result
    grade = result.grade + ("（暂定）" if result.published and result.provisional else "")
    score = float(result.published) if result.published else ""
    earlier = "\n".join(other.file for other in standing.earlier)
    problems = _some(standing.problems)
    times = local_time(current.saved_at), local_time(current.collected_at)
    return (*whose, score, grade, current.file, *times, earlier, problems)


def _stray(submission: Submission) -> tuple[str | int, ...]:
    problems = _some(submission.problems)
    times = local_time(submission.saved_at), local_time(submission.collected_at)
    return ("", "", "", "", "无法认领", "", "", submission.file, *times, "", problems)


def _some(problems: Sequence[Problem]) -> str:
    """Give the first problems, a line each, and how many there are."""
    lines = [problem.text() for problem in problems[:MOST_PROBLEMS]]
    return "\n".join([*lines, f"等 {len(problems)} 处"] if len(problems) > MOST_PROBLEMS else lines)
