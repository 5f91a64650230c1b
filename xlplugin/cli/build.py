"""``xlplugin build``, and ``build_workbook.py``."""

import argparse
import sys
from pathlib import Path

from xlplugin.cli.language import Say
from xlplugin.cli.shared_arguments import round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.rubric.model import Rubric, Scheme
    from xlplugin.scoring.scoresheet import Scoresheet

SHOWN = 20
"""Number of characters of a long text that a message shows."""


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.cli.password import password_arguments
    from xlplugin.workbook.editions import EDITIONS

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
        help=say("另生成各考核方案的印证材料清单", "also build every scheme's list of evidence"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("dist"),
        metavar="DIR",
        help=say("放到哪个文件夹（默认 dist）", "the folder to write to (default: dist)"),
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="plain",
        help=say(
            "版式：plain 一列填报；self 单位自评；assess 考核组用，自评锁定在旁",
            "plain: one column; self: for self-assessment; assess: for the assessors, with the self-assessment locked",
        ),
    )
    parser.add_argument(
        "--for",
        dest="body",
        default="",
        metavar="BODY",
        help=say("写入考核对象名称", "name of the assessed body, to be filled in"),
    )
    parser.add_argument(
        "--from",
        dest="own",
        metavar="FILE",
        help=say(
            "assess 版：自评栏填入这份评分表数据、填好的工作簿，或数据库里 --for 那个单位的自评",
            "assess: fill the self-assessment from this scoresheet (JSON or YAML), this filled workbook, or the return"
            " that a store holds of the body named with --for",
        ),
    )
    round_argument(parser, say)
    password_arguments(parser, say)
    parser.add_argument(
        "--macros",
        action="store_true",
        help=say(
            "生成带“重新计算”按钮的 .xlsm（Windows 版 Excel 和 Python）",
            "write an .xlsm with the button 重新计算 (needs Excel for Windows and Python)",
        ),
    )
    parser.add_argument(
        "--look",
        type=Path,
        metavar="FILE",
        help=say(
            "版面设置，只写要改的项（见 templates/look.yaml）",
            "a look file with the settings that differ from templates/look.yaml",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Build one workbook per rubric; everything is read before the first file is written."""
    from xlplugin.cli import DONE
    from xlplugin.cli.password import chosen_password
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.rubric.model import Rubric
    from xlplugin.workbook.build import build_workbook, texts_that_do_not_fit
    from xlplugin.workbook.build_options import BuildOptions
    from xlplugin.workbook.look_file import load_look

    password = chosen_password(options)
    look = load_look(options.look)
    tables = _found(options)
    ids = [table.id for table in tables]
    if repeated := [id for id in dict.fromkeys(ids) if ids.count(id) > 1]:
        raise UsageError([new_problem("", "same-id-twice", rubric=id) for id in repeated])
    own = (
        _own(options.own, options.body.strip(), options.rubric[0] if options.rubric else "", options.round, tables)
        if options.own
        else None
    )
    body = options.body.strip() or options.body or (own.body if own else "")
    for table in tables:
        edition = options.edition if isinstance(table, Rubric) or table.id in options.rubric else "plain"
        macros = options.macros and (isinstance(table, Rubric) or table.id in options.rubric)
        path = options.output / _file_name(table.id, edition, body, ".xlsm" if macros else ".xlsx")
        chosen = BuildOptions(body, edition, look, password, own, macros=macros)
        kept = build_workbook(table, path, chosen)
        remarks = [new_problem(str(path), "set-aside", kept=kept)] if kept else []
        if isinstance(table, Rubric):
            tight = texts_that_do_not_fit(table, edition, look)
            remarks += [new_problem(str(path), "text-does-not-fit", text=text[:SHOWN]) for text in tight]
        for remark in remarks:
            print(remark.text(options.language), file=sys.stderr)
        print(path)
    return DONE


def _found(options: argparse.Namespace) -> "list[Rubric | Scheme]":
    from xlplugin.rubric_files.check_rubric import load_rubric_or_scheme
    from xlplugin.rubric_files.library import load_scheme, rubric_ids, scheme_ids

    tables = [load_rubric_or_scheme(name) for name in options.rubric or rubric_ids()]
    if options.all:
        schemes = [load_scheme(id) for id in scheme_ids() if id not in [table.id for table in tables]]
        tables += [scheme for scheme in schemes if scheme.evidence]
    return tables


def _own(given: str, body: str, name: str, of_round: str, tables: "list[Rubric | Scheme]") -> "Scoresheet":
    """Read the body's self-assessment with the very rubric that the workbook is built from."""
    from xlplugin.cli.given_sheets import WORKBOOKS, is_store, read_body, read_given
    from xlplugin.errors import FileError, UsageError, new_problem
    from xlplugin.rubric.model import Rubric
    from xlplugin.rubric_files.scoresheet_file import open_sheets, read_sheets
    from xlplugin.scoring.scoresheet import read_scoresheet

    path = Path(given)
    if len(tables) != 1 or not isinstance(tables[0], Rubric):
        raise UsageError([new_problem(given, "one-rubric-one-sheet")])
    if is_store(given):
        if not body:
            raise UsageError([new_problem("--for", "store-without-body")])
        read = list(read_body(given, body, name, "self", of_round))
    elif path.suffix.lower() in WORKBOOKS:
        read = list(read_given([path], name))
    else:
        with open_sheets(path) as stream:
            sheets = list(read_sheets(path, stream))
        if len(sheets) != 1:
            raise UsageError([new_problem(given, "one-rubric-one-sheet")])
        own = read_scoresheet(tables[0], sheets[0].data)
        if problems := sheets[0].problems or own.problems:
            raise FileError(problems)
        return own
    (one,) = read
    if one.problems or one.scoresheet is None:
        raise FileError(one.problems)
    if one.is_assessed:
        raise UsageError([new_problem(given, "own-from-assess")])
    if body and one.scoresheet.body not in ("", body):
        raise UsageError([new_problem(given, "own-of-other-body", own=one.scoresheet.body, body=body)])
    if one.rubric is not None and one.rubric.digest != tables[0].digest:
        raise UsageError([new_problem(given, "own-sheet-of-other-version", rubric=tables[0].id)])
    return one.scoresheet


def _file_name(id: str, edition: str, body: str, suffix: str) -> str:
    from xlplugin.files.whole_files import safe_file_name
    from xlplugin.workbook.editions import edition_mark

    parts = (id, edition_mark(edition), safe_file_name(body) if body else "")
    return f"{'_'.join(filter(None, parts))}{suffix}"
