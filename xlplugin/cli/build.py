"""``xlplugin build``, and ``build_workbook.py``."""

import argparse
import os
import sys
from pathlib import Path

from xlplugin.cli.language import Say

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.rubric import Rubric, Scheme
    from xlplugin.scoresheet import Scoresheet

EDITIONS = ("plain", "self", "assess")
FILE_WORDS = {"self": "自评", "assess": "考核"}
"""What an edition adds to a file's name."""

PASSWORD = "XLPLUGIN_PASSWORD"  # noqa: S105  # the variable's name


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Describe the command."""
    example = say("例：", "example: ")
    parser.epilog = (
        f"{example}xlplugin build gaoping-2022-a --for 米山镇 -o dist\n"
        f"{example}xlplugin build gaoping-2022-b --edition assess --from 市教育局.json"
    )
    parser.add_argument(
        "rubric",
        nargs="*",
        help=say("评分表或考核方案的名称或文件（不写则生成全部评分表）", "rubrics or schemes (default: all rubrics)"),
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help=say("另生成各考核方案的印证材料清单", "the lists of evidence of all schemes, too"),
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
        help=say(
            "版式：plain 一列填报；self 单位自评；assess 考核组用，自评锁定在旁",
            "plain: one column; self: the body's own; assess: the assessors', the locked own column beside it",
        ),
    )
    parser.add_argument(
        "--for", dest="body", default="", metavar="BODY", help=say("写入考核对象名称", "put a body's name in")
    )
    parser.add_argument(
        "--from",
        dest="own",
        type=Path,
        metavar="FILE",
        help=say("assess 版：自评栏填入这份评分表数据", "assess: the body's own scoresheet (JSON or YAML)"),
    )
    parser.add_argument(
        "--password",
        help=say(f"保护密码（也可用环境变量 {PASSWORD}）", f"protect with a password (or set {PASSWORD})"),
    )
    parser.add_argument(
        "--look",
        type=Path,
        metavar="FILE",
        help=say("版面设置，只写要改的项（见 templates/look.yaml）", "what differs from templates/look.yaml"),
    )


def run(options: argparse.Namespace) -> int:
    """Build one workbook for each rubric; everything is read before the first file is written."""
    from xlplugin.cli import DONE
    from xlplugin.errors import WrongUse, problem
    from xlplugin.loading.look_file import load_look
    from xlplugin.workbook.build import build_workbook

    if options.password == "":
        raise WrongUse([problem("--password", "blank-password")])
    password = options.password or os.environ.get(PASSWORD, "")
    look = load_look(options.look)
    found = _found(options)
    ids = [one.id for one in found]
    if repeated := [id for id in dict.fromkeys(ids) if ids.count(id) > 1]:
        raise WrongUse([problem("", "same-id-twice", rubric=id) for id in repeated])
    own = _own(options, found) if options.own else None
    body = options.body or (own.body if own else "")
    for one in found:
        path = options.output / _file_name(one.id, options.edition, body)
        kept = build_workbook(one, path, body, edition=options.edition, look=look, password=password, own=own)
        if kept:
            print(problem(str(path), "set-aside", kept=kept).text(options.language), file=sys.stderr)
        print(path)
    return DONE


def _found(options: argparse.Namespace) -> "list[Rubric | Scheme]":
    from xlplugin.loading.check import load_rubric_or_scheme
    from xlplugin.loading.library import load_scheme, scheme_ids, table_ids

    found = [load_rubric_or_scheme(name) for name in options.rubric or table_ids()]
    if options.all:
        schemes = [load_scheme(id) for id in scheme_ids() if id not in [one.id for one in found]]
        found += [scheme for scheme in schemes if scheme.evidence]
    return found


def _own(options: argparse.Namespace, found: "list[Rubric | Scheme]") -> "Scoresheet":
    from xlplugin.cli.scoring import read_files
    from xlplugin.errors import FaultsInFile, WrongUse, problem

    rubric, *others = found
    (read, *more) = read_files([options.own], None)
    if read.problems:
        raise FaultsInFile(read.problems)
    if others or more or read.scoresheet is None or read.scoresheet.rubric != rubric.id:
        facts = {"rubric": read.scoresheet.rubric if read.scoresheet else "", "expected": rubric.id}
        raise WrongUse([problem(str(options.own), "own-entries-of-another", **facts)])
    return read.scoresheet


def _file_name(id: str, edition: str, body: str) -> str:
    from xlplugin.files import safe_name

    parts = (id, FILE_WORDS.get(edition, ""), safe_name(body) if body else "")
    return f"{'_'.join(filter(None, parts))}.xlsx"
