"""``xlplugin check``."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlplugin.cli.language import Say

if TYPE_CHECKING:
    from xlplugin.errors import Problem

EXAMPLE = "xlplugin check gaoping-2022-a --source notice.txt"


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + EXAMPLE
    parser.add_argument(
        "rubric",
        nargs="*",
        help=say("评分表或方案的名称或文件（不写则核对全部）", "ids or files of rubrics and schemes (default: all)"),
    )
    parser.add_argument(
        "--source",
        type=Path,
        metavar="FILE",
        help=say(
            "通知（.docx、.xlsx、.pdf 或文本文件）：逐句核对原文",
            "the notice (.docx, .xlsx, .pdf or plain text), to look up every quote",
        ),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Check, and print the findings."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.rubric_files.check_rubric import check_file
    from xlplugin.rubric_files.library import find_file, rubric_ids, scheme_ids

    if options.source and not options.rubric:
        raise UsageError([new_problem("--source", "source-of-which")])
    source = None
    if options.source:
        from xlplugin.rubric_files.drafting.notice_text import notice_text

        source = notice_text(options.source)
    say = Say(options.language)
    names = options.rubric or (*rubric_ids(), *scheme_ids())
    checked = {name: check_file(find_file(name), source) for name in names}
    if options.json:
        import json

        print(
            json.dumps({name: _texts(result.problems, options) for name, result in checked.items()}, ensure_ascii=False)
        )
    for name, result in {} if options.json else checked.items():
        for text in _texts(result.problems, options):
            print(text)
        if not result.problems:
            print(say(f"{name}：没有发现问题", f"{name}: no findings"))
        for text in _texts(result.hints, options):
            print(say("提示：", "hint: ") + text)
    return PROBLEMS if any(result.problems for result in checked.values()) else DONE


def _texts(problems: "Sequence[Problem]", options: argparse.Namespace) -> list[str]:
    return [problem.text(options.language) for problem in problems]
