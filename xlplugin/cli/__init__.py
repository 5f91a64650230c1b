"""The command line. Each command is a module with ``arguments(parser, say)`` and ``run(options)``; it only prints.

``build`` builds workbooks; ``new``, ``check`` and ``diff`` write, check and compare rubrics; ``score``, ``explain`` and
``inputs`` work on scoresheets; ``distribute``, ``collect``, ``status``, ``evidence``, ``resolve``, ``correct``,
``appeal``, ``log``, ``rank``, ``export`` and ``verify`` carry a round of returns; ``decide``, ``publish`` and
``rectify`` end it, ``compare`` sets two of them side by side; ``recalculate`` and ``doctor`` help with one workbook.
Beside them: ``given_sheets`` (what is scored or explained), ``language`` (Chinese or English), ``password``,
``progress``, ``scorecard_text``, ``shared_arguments`` and ``terminal_table``.

At its top a command's module imports the standard library only, so that ``xlplugin --help`` starts in little more
than the interpreter's own time; ``run`` imports what it needs.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

from xlplugin.cli.language import Say, chosen_language, teach_argparse

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from typing import TextIO

    from xlplugin.errors import Problem

COMMANDS = {
    "new": ("新建一份评分表，照着填", "start a new rubric from a sample"),
    "check": ("核对评分表：分值、上限、公式、原文", "check a rubric: points, caps, formulas, quotes"),
    "diff": ("比较两份评分表：改了什么，谁的得分会变", "compare two rubrics: what changed, whose score can change"),
    "inputs": ("列出评分表的全部填报项", "list the inputs of a rubric"),
    "build": ("生成评分工作簿", "build workbooks"),
    "score": ("给填好的评分表数据计分", "score scoresheets"),
    "explain": ("逐条说明每一分是怎么来的", "explain each figure"),
    "distribute": ("给每个考核对象生成一个工作簿", "write a workbook for each assessed body"),
    "collect": ("收取报送的工作簿，核对、计分、入库", "take back workbooks: verify, score and keep them"),
    "status": ("谁已报送、谁有问题、谁未报送", "show who has returned, who has problems, who has not returned"),
    "evidence": ("列出随报送交来的印证材料，缺什么", "list the evidence that came with returns, and what is missing"),
    "resolve": ("答复收取时读不准的内容，认可或退回", "answer ambiguous entries, accept or reject returns"),
    "correct": ("更正一项填报，写明由谁、为什么", "correct an entry, with name and reason"),
    "appeal": ("登记、处理考核对象的申诉", "take and decide the appeals of bodies"),
    "log": ("谁在什么时候做了什么、为什么", "show what was done, by whom, when and why"),
    "rank": ("排名次：按评分表分组，没有完整得分的另列", "rank the bodies, table by table"),
    "decide": ("提出等次建议、登记审定结果、定稿", "propose grades, take the decisions, freeze the results"),
    "publish": ("写通报、反馈、汇总表和归档", "write the notice, the feedback, the tables and the archive"),
    "rectify": (
        "整改台账：登记整改结果和复查，列出逾期的",
        "what must be rectified: reports, re-checks, what is overdue",
    ),
    "compare": (
        "比较两个轮次：得分、名次、等次、连续失分",
        "compare two rounds: scores, ranks, grades, repeated losses",
    ),
    "export": ("导出得分和填报内容，供其他程序用", "write figures and entries for other programs"),
    "recalculate": ("重新计算填好的工作簿，与表内公式核对", "recalculate filled workbooks and check their formulas"),
    "verify": ("核对数据库或归档是否完好", "check that a store, or an archive, is intact"),
    "doctor": ("检查按钮和工作表函数能不能用", "find out what keeps the buttons in Excel from working"),
}
DONE, PROBLEMS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 done, 1 problems in what was read, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(given)
    teach_argparse(language)
    _prepare_output()
    with _clean_streams():
        parser = _parser(Say(language), given)
        options = parser.parse_args(given)
        options.language = language
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    from xlplugin.errors import FileError, UsageError, new_problem

    module = import_module(f"xlplugin.cli.{options.command}")
    try:
        status: int = module.run(options)
        sys.stdout.flush()
    except UsageError as error:
        return report(error.problems, options.language, WRONG_USE)
    except FileError as error:
        return report(error.problems, options.language, PROBLEMS)
    except BrokenPipeError:
        # The reader of the output has closed it; keep the interpreter from flushing into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # a full disk, an unreadable device: nothing that a command could check beforehand
        where, why = str(error.filename or ""), error.strerror or str(error)
        return report([new_problem(where, "system-error", why=why)], options.language, WRONG_USE)
    return status


def report(problems: Sequence["Problem"], language: str, status: int) -> int:
    """Report problems on standard error; returns the exit status."""
    for problem in problems:
        print(problem.text(language), file=sys.stderr)
    return status


def is_day(text: str) -> bool:
    """Whether a text is a day such as 2026-11-01."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-11-01")


def _parser(say: Say, given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xlplugin",
        formatter_class=_UNMEASURED,
        allow_abbrev=False,
        description=say(
            "把考核通知写成可核对的评分表，生成自动计分的工作簿，精确计分并逐条说明。",
            "Turn an assessment notice into a checked rubric, build self-scoring workbooks, and score exactly.",
        ),
        epilog=say(
            "各命令的用法和例子：xlplugin 命令 --help", "usage and an example of each command: xlplugin COMMAND --help"
        ),
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=say("显示版本", "show the version"))
    _add_language(parser, say)
    # Setting prog keeps argparse from formatting a usage line, and from importing what that needs.
    commands = parser.add_subparsers(dest="command", required=True, metavar=say("命令", "COMMAND"), prog="xlplugin")
    first = next((argument for argument in given if argument not in ("--lang", "zh", "en")), "")
    wanted = first if first in COMMANDS else None
    for name, summary in COMMANDS.items() if wanted is None else [(wanted, COMMANDS[wanted])]:
        command = commands.add_parser(
            name,
            help=say(*summary),
            description=say(*summary),
            formatter_class=_UNMEASURED,
            allow_abbrev=False,
        )
        _add_language(command, say)
        if name == wanted:
            import_module(f"xlplugin.cli.{name}").arguments(command, say)
        command.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.formatter_class = argparse.HelpFormatter
    return parser


_UNMEASURED = partial(argparse.HelpFormatter, width=80)
"""Stands for the formatter while arguments are defined: each one makes a formatter, which would import what measures a
terminal; nothing is printed yet."""


def _add_language(parser: argparse.ArgumentParser, say: Say) -> None:
    text = say("提示所用的语言（默认随系统）", "language of messages (default: the system's)")
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=text)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"xlplugin {version('xlplugin')}")
        parser.exit()


def _prepare_output() -> None:
    """Write UTF-8 to programs that read the output, and never fail on a character that a console lacks."""
    if sys.stdout is None or sys.stderr is None:  # closed by the calling program
        closed = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # kept open to the end
        sys.stdout, sys.stderr = sys.stdout or closed, sys.stderr or closed
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))


class _Clean:
    """A stream without control characters, so that a file's or a body's name cannot act upon a terminal."""

    def __init__(self, stream: "TextIO") -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        from xlplugin.notation.excel_text import replace_unseen

        # Our progress bar returns to the beginning of its line.
        self._stream.write("\r".join(map(replace_unseen, text.split("\r"))))
        return len(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextmanager
def _clean_streams() -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Clean(sys.stdout), _Clean(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
