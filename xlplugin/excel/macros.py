"""The macros behind the buttons and the ribbon of a workbook.

VBA calls ``import xlplugin.excel.macros;xlplugin.excel.macros.recalculate()``. Any failure is explained in a message;
no error reaches VBA.
"""

import json
import os
import tempfile
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

import xlwings as xw

from xlplugin.entries.read_entries import INAPPLICABLE
from xlplugin.errors import Problem, UsageError, XlpluginError, new_problem
from xlplugin.excel.live_workbook import LiveBook
from xlplugin.files.whole_files import write_atomically
from xlplugin.filled.fault_comments import mark_faults
from xlplugin.filled.recalculate import Recalculation, conclusion, write_block
from xlplugin.filled.recalculate import recalculate as read_and_score
from xlplugin.filled.recalculate_file import program_version
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.versions import rubric_of
from xlplugin.scoring.states import NO_GRADE
from xlplugin.workbook.writing.password_hash import PASSWORD_VARIABLE

MOST_LISTED = 8
"""Number of problems and differences that a message lists; the workbook contains all."""


def recalculate() -> None:
    """Score the entries, fill in the results on 结果, mark invalid inputs, and compare with the formulas."""

    def run(book: LiveBook, recalculation: Recalculation) -> str:
        mark_faults(book, recalculation)
        write_block(book, recalculation, datetime.now().astimezone(), program_version())
        return _summary(recalculation)

    _with_caller("重新计算", run)


def check_entries() -> None:
    """Mark invalid inputs, and list blank ones."""

    def run(book: LiveBook, recalculation: Recalculation) -> str:
        mark_faults(book, recalculation)
        found = (*_faults(recalculation), *_read_as(recalculation), *_blank(recalculation))
        return "\n".join((_status(recalculation), *found))

    _with_caller("检查填报", run)


def export_scores() -> None:
    """Write scoresheet and scorecard as JSON beside the workbook; existing files are kept."""

    def run(book: LiveBook, recalculation: Recalculation) -> str:
        if recalculation.data is None:
            return "\n".join(("有误的填报项改正后才能导出，没有写文件。", *_faults(recalculation)))
        folder, stem = _folder(book.book), Path(book.book.name).stem
        written = [
            _write(folder, f"{stem}_评分数据", recalculation.data),
            _write(folder, f"{stem}_考核结果", recalculation.card.as_json()),
        ]
        return "\n".join((_summary(recalculation), "已导出：", *(path.name for path in written)))

    _with_caller("导出评分结果", run)


def clear_entries() -> None:
    """Clear all inputs after the user has confirmed."""

    def run(book: LiveBook, recalculation: Recalculation) -> str:
        named = [(name, cell) for name, cell in recalculation.cells.items() if name.startswith(("in_", INAPPLICABLE))]
        values = book.read(cell for _, cell in named)
        filled = [cell for cell in values if values[cell].value not in (None, "")]
        if not filled:
            return "评分表没有填报内容，不需要清空。"
        question = f"将清空“评分表”已填的 {len(filled)} 格（含理由），不能撤销；印证材料和填表说明不清空。确定清空吗？"
        if book.book.app.alert(question, "清空填报", buttons="yes_no") != "yes":
            return ""
        book.clear(cell for _, cell in named)
        mark_faults(book, read_and_score(book, _finder(book.book)))
        return f"已清空 {len(filled)} 格。"

    _with_caller("清空填报", run, "可能只清空了一部分，请查看")


def check_environment() -> None:
    """Report what keeps buttons from working, although this one did work."""
    from xlplugin.computer.doctor import examine, findings_text

    book = xw.Book.caller()
    book.app.alert(findings_text(examine()), "环境检查")


def _with_caller(title: str, run: Callable[[LiveBook, Recalculation], str], after_all: str = "填报内容未改动") -> None:
    """Run something on the workbook with the button, and show the outcome in a message.

    Args:
        title: the message's title.
        run: returns the message; '' for none.
        after_all: the state of the entries if it failed.
    """
    book = xw.Book.caller()
    mode = "info"
    try:
        live = LiveBook(book, os.environ.get(PASSWORD_VARIABLE, ""))
        text = run(live, read_and_score(live, _finder(book)))
    except XlpluginError as error:
        mode, text = "critical", "\n".join(_listed(error.problems))
        if error.__context__ and not isinstance(error.__context__, XlpluginError):
            text += f"\n{_log()}"
    except Exception:
        mode, text = "critical", f"程序出错，没有完成；{after_all}。请把这个文件发给维护人员：\n{_log()}"
    if text:
        book.app.alert(text, title, mode=mode)


def _finder(book: xw.Book) -> Callable[[Mapping[str, str]], Rubric]:
    folder = None if _is_remote(book) else Path(book.fullname).parent
    return lambda facts: rubric_of(facts, (folder,) if folder else ())


def _is_remote(book: xw.Book) -> bool:
    return "://" in book.fullname or not Path(book.fullname).is_absolute()


def _folder(book: xw.Book) -> Path:
    if _is_remote(book):
        raise UsageError([new_problem("", "not-on-this-computer", name=book.name)])
    return Path(book.fullname).parent


def _write(folder: Path, name: str, content: object) -> Path:
    """Write a JSON file under a name that is not taken."""
    names = (folder / f"{name}{f'（{number}）' if number > 1 else ''}.json" for number in count(1))
    path = next(path for path in names if not path.exists())
    write_atomically(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def _summary(recalculation: Recalculation) -> str:
    card = recalculation.card
    lines = [_status(recalculation)]
    if card.published is not None:
        provisional = "（暂定）" if card.provisional else ""
        lines.append(f"总分 {card.total}，公布得分 {card.published_text}，{card.grade or NO_GRADE}{provisional}")
    lines.append(f"核对：{conclusion(recalculation)}")
    differing = [f"{difference.place}：{difference.chinese}" for difference in recalculation.differences]
    return "\n".join((*lines, *_cut(differing), *_faults(recalculation), *_read_as(recalculation)))


def _status(recalculation: Recalculation) -> str:
    blank, faulty = len(recalculation.card.blank), len(recalculation.card.problems)
    unusual = len(recalculation.read_as)
    counts = [f"未评 {blank} 项" if blank else "", f"有误 {faulty} 处" if faulty else ""]
    counts += [f"不合规范 {unusual} 处"] if unusual else []
    return "填报：" + ("，".join(part for part in counts if part) or "完成")


def _faults(recalculation: Recalculation) -> list[str]:
    return _listed([fault.at(cell.label) for cell, fault in recalculation.faults])


def _read_as(recalculation: Recalculation) -> list[str]:
    return _listed([reading.at(cell.label) for cell, reading in recalculation.read_as])


def _blank(recalculation: Recalculation) -> list[str]:
    labels = {clause.key: clause.label for clause in recalculation.rubric.clauses}
    return _cut([f"未评：{key} {labels[key]}" for key in recalculation.card.blank])


def _listed(problems: "list[Problem] | tuple[Problem, ...]") -> list[str]:
    return _cut([problem.text() for problem in problems])


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LISTED
    return [*lines[:MOST_LISTED], f"……另有 {more} 处"] if more > 0 else lines


def _log() -> str:
    """Keep an unexpected error in a file and return its name; a stack trace does not help an office."""
    with tempfile.NamedTemporaryFile("w", prefix="xlplugin-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return file.name
