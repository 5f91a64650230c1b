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
        help=say("通知的文本（UTF-8）：逐句核对原文", "the notice's text (UTF-8), to look up every quote"),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Check, and print the findings."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.rubric_files.check_rubric import check_rubric
    from xlplugin.rubric_files.library import rubric_ids, scheme_ids

    if options.source and not options.rubric:
        raise UsageError([new_problem("--source", "source-of-which")])
    source = _read(options.source) if options.source else None
    say = Say(options.language)
    problems_by_name = {name: check_rubric(name, source) for name in options.rubric or (*rubric_ids(), *scheme_ids())}
    if options.json:
        import json

        print(
            json.dumps(
                {name: _texts(problems, options) for name, problems in problems_by_name.items()}, ensure_ascii=False
            )
        )
    for name, problems in {} if options.json else problems_by_name.items():
        for text in _texts(problems, options):
            print(text)
        if not problems:
            print(say(f"{name}：没有发现问题", f"{name}: no findings"))
    return PROBLEMS if any(problems_by_name.values()) else DONE


def _texts(problems: "Sequence[Problem]", options: argparse.Namespace) -> list[str]:
    return [problem.text(options.language) for problem in problems]


def _read(path: Path) -> str:
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.reading import read_file

    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError([new_problem(str(path), "not-utf8")]) from error
