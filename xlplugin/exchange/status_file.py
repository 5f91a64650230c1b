"""Where each body stands, for people: one table, as .xlsx."""

from collections.abc import Sequence

from xlplugin.results.standing import Standing
from xlplugin.results.submissions import Submission
from xlplugin.workbook.columns import edition_name
from xlplugin.workbook.table_file import table_file

HEAD = (
    *("序号", "评分表", "版式", "考核对象", "状态", "公布得分", "等次", "报送文件"),
    *("保存时间", "收取时间", "曾报文件", "问题"),
)


def status_file(standings: Sequence[Standing], strays: Sequence[Submission]) -> bytes:
    """Write the table: a row for each body, then one for each file that is nobody's."""
    return table_file("报送情况", HEAD, [*map(_row, standings), *map(_stray, strays)])


def _row(one: Standing) -> tuple[str | int, ...]:
    issue, current = one.issue, one.current
    whose = issue.position, issue.rubric, edition_name(issue.edition), issue.body, one.state
    if current is None:
        return (*whose, "", "", "", "", "", "", "")
    grade = current.result.grade + ("（暂定）" if current.result.published and current.result.provisional else "")
    earlier = "\n".join(other.file for other in one.earlier)
    problems = "\n".join(found.text() for found in one.problems)
    times = _time(current.saved_at), _time(current.collected_at)
    return (*whose, current.result.published, grade, current.file, *times, earlier, problems)


def _stray(one: Submission) -> tuple[str | int, ...]:
    problems = "\n".join(found.text() for found in one.problems)
    return ("", "", "", "", "无法认领", "", "", one.file, _time(one.saved_at), _time(one.collected_at), "", problems)


def _time(moment: str) -> str:
    return moment.replace("T", " ")[:19]
