"""``xlplugin build``, and ``build_workbook.py``."""

import argparse
import sys
from pathlib import Path

from xlplugin.cli.language import Say

EDITIONS = ("plain",)


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Describe the command."""
    parser.epilog = say("例：", "example: ") + "xlplugin build gaoping-2022-a --for 米山镇 -o dist"
    parser.add_argument(
        "rubric", nargs="*", help=say("评分表的名称或文件（不写则全部生成）", "ids or files (default: all)")
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("dist"),
        metavar="DIR",
        help=say("放到哪个文件夹（默认 dist）", "default: dist"),
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="plain",
        help=say("版式：plain 一列填报", "edition: plain has one column of inputs"),
    )
    parser.add_argument(
        "--for", dest="body", default="", metavar="BODY", help=say("写入考核对象名称", "put a body's name in")
    )


def run(options: argparse.Namespace) -> int:
    """Build one workbook for each rubric; all rubrics are read before the first file is written."""
    from xlplugin.cli import DONE
    from xlplugin.errors import WrongUse, problem
    from xlplugin.loading.check import load_rubric
    from xlplugin.loading.library import table_ids
    from xlplugin.workbook.build import build_workbook

    rubrics = [load_rubric(name) for name in options.rubric or table_ids()]
    ids = [rubric.id for rubric in rubrics]
    if repeated := [id for id in dict.fromkeys(ids) if ids.count(id) > 1]:
        raise WrongUse([problem("", "same-id-twice", rubric=id) for id in repeated])
    for rubric in rubrics:
        path = options.output / f"{rubric.id}.xlsx"
        if kept := build_workbook(rubric, path, options.body):
            print(problem(str(path), "set-aside", kept=kept).text(options.language), file=sys.stderr)
        print(path)
    return DONE
