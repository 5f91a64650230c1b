"""``xlplugin explain``."""

import argparse
import json
import sys
from pathlib import Path

from xlplugin.cli.language import Say
from xlplugin.cli.shared_arguments import edition_argument, round_argument


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin explain sheet.json --indicator 8.1.2, "
        "xlplugin explain --store results.db --body 米山镇"
    )
    parser.add_argument(
        "sheet",
        nargs="*",
        help=say(
            "评分表数据（.json、.yaml、.jsonl），或填好的工作簿（.xlsx），或数据库和考核对象",
            "scoresheets (.json, .yaml, .jsonl), or a filled workbook (.xlsx), or a store and a body",
        ),
    )
    parser.add_argument(
        "--store", default="", metavar="DB", help=say("说明数据库里的一个考核对象", "a body of this database")
    )
    parser.add_argument("--body", default="", metavar="BODY", help=say("哪个考核对象", "which body"))
    edition_argument(parser, say)
    round_argument(parser, say)
    parser.add_argument(
        "--rubric", metavar="RUBRIC", help=say("用哪份评分表（默认按数据里写的）", "the rubric's id or file")
    )
    parser.add_argument("--indicator", metavar="ID", help=say("只说明一个指标", "only this indicator"))
    parser.add_argument(
        "--json", action="store_true", help=say("输出 JSON，每份一行", "print JSON, one object per line")
    )


def run(options: argparse.Namespace) -> int:
    """Explain every scoresheet of a file."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.cli.given_sheets import is_store, read_body, read_given
    from xlplugin.cli.terminal_table import printable
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.scoring.breakdown import explain

    if len(options.sheet) == 2 and is_store(options.sheet[0]) and not options.store:  # STORE BODY
        options.store, options.body = options.sheet
        options.sheet = []
    if (
        len(options.sheet) > 1
        or bool(options.sheet) == bool(options.store)
        or bool(options.store) != bool(options.body)
    ):
        raise UsageError([new_problem("", "sheet-or-body")])
    has_problems = False
    if options.store:
        given = read_body(options.store, options.body, options.rubric or "", options.edition, options.round)
    else:
        given = read_given([Path(options.sheet[0])], options.rubric)
    for read in given:
        for problem in read.problems:
            print(printable(problem.text(options.language)), file=sys.stderr)
        has_problems = has_problems or bool(read.problems)
        if read.rubric is None or read.scoresheet is None:
            continue
        if options.indicator is not None and options.indicator not in {
            indicator.id for indicator in read.rubric.indicators
        }:
            raise UsageError([new_problem("", "no-such-indicator", indicator=options.indicator)])
        lines = [line for line in explain(read.rubric, read.scoresheet) if _wanted(line.place, options.indicator)]
        if options.json:
            data = [{"level": line.level, "place": line.place, "text": line.text} for line in lines]
            answer = {"rubric": read.rubric.id, "body": read.scoresheet.body, "lines": data}
            print(json.dumps(answer, ensure_ascii=False))
            continue
        print(f"{read.rubric.title}　{printable(read.scoresheet.body)}".rstrip())
        outermost = min(line.level for line in lines)
        for line in lines:
            print("  " * (line.level - outermost) + printable(line.text))
        for note in read.notes:  # what a person set is not in the lines above, which say what the entries give
            print(printable(note.text(options.language)))
    return PROBLEMS if has_problems else DONE


def _wanted(place: str, indicator: str | None) -> bool:
    return indicator is None or place == indicator or place.startswith(f"{indicator}.")
