"""``xlplugin score``."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import open_joined, open_round, round_argument

if TYPE_CHECKING:
    from xlplugin.rubric_files.score_many import ScoredSheet
    from xlplugin.store.database import Store


_TEXTS, _LINES, _TABLES = ("", ".txt", ".md"), (".json", ".jsonl", ".ndjson"), (".xlsx", ".csv")
"""Extensions of what is written: as on the terminal, as JSON, as a table."""

_ONE_LINE = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.workbook.editions import EDITIONS

    parser.epilog = say("例：", "example: ") + "xlplugin score sheets.jsonl --json -o scorecards.jsonl"
    parser.add_argument(
        "sheet",
        nargs="*",
        help=say(
            "评分表数据（.json、.yaml、.jsonl），或填好的工作簿（.xlsx），或数据库（和考核对象）；- 为标准输入"
            "（JSON Lines）",
            "scoresheets (.json, .yaml, .jsonl) or filled workbooks (.xlsx), or a store (and a body); - for standard"
            " input (JSON Lines)",
        ),
    )
    parser.add_argument(
        "--rubric",
        metavar="RUBRIC",
        help=say("用哪份评分表（默认按数据里写的）", "the rubric's id or file (default: the one named in the data)"),
    )
    parser.add_argument(
        "--store", metavar="DB", help=say("给数据库里已报送的计分", "score the returns in this database")
    )
    parser.add_argument(
        "--body", default="", metavar="BODY", help=say("只给数据库里这个考核对象计分", "with --store: only this body")
    )
    round_argument(parser, say)
    parser.add_argument(
        "--edition",
        default="",
        choices=(*EDITIONS, "final"),
        help=say(
            "数据库里的哪个版式；final：考核结果加更正",
            "with --store: the edition to score; final: the assessed figures with corrections",
        ),
    )
    parser.add_argument(
        "--so-far",
        action="store_true",
        help=say("名次等按已报送的单位先算", "with --store: ranks and the like over the bodies that have returned"),
    )
    parser.add_argument(
        "--joined",
        action="store_true",
        help=say("分期、分表的，合成的得分", "with --store: the score that is joined over periods or tables"),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say(
            "写到文件；.xlsx 或 .csv：各单位得分表",
            "write to a file; .xlsx or .csv: a table with the figures of all bodies",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Score one scoresheet after the other, so that memory does not grow with their number."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.cli.progress import Progress
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import open_atomically

    _take_store(options)
    if bool(options.store) == bool(options.sheet):
        raise UsageError([new_problem("", "files-or-store")])
    only_with_store = {"--edition": options.edition, "--so-far": options.so_far, "--joined": options.joined}
    for option, given in {**only_with_store, "--body": options.body}.items():
        if given and not options.store:
            raise UsageError([new_problem(option, "only-with-store")])
    if options.joined and options.so_far:
        raise UsageError([new_problem("--so-far", "joined-or-so-far")])
    if options.output and options.output.exists():
        for path in options.sheet:
            if path.exists() and path.samefile(options.output):
                raise UsageError([new_problem(str(path), "output-is-input")])
    kind = options.output.suffix.lower() if options.output else ""
    if kind not in (*_TEXTS, *_LINES, *_TABLES):
        kinds = "、".join((*_TABLES, *_LINES, ".txt"))
        raise UsageError([new_problem("--output", "no-such-table-format", file=options.output.name, kinds=kinds)])
    if kind in _TABLES and options.json:
        raise UsageError([new_problem("--json", "table-or-json", file=options.output.name)])
    if kind in _TABLES:
        return _table(options, kind)
    options.json, options.kind = options.json or kind in _LINES, kind
    has_problems = False
    with open_atomically(options.output) as out, Progress(Say(options.language)("已计分", "scored")) as progress:
        before = ""
        for scored in _scored(options):
            has_problems = has_problems or bool(scored.problems)
            if kind == ".json" and scored.one_of_many:  # several in one file that is JSON and no lines
                out.write(before or "[\n")
                before = ",\n"
            out.writelines(_rendered(scored, options))
            progress.step()
        out.write("]\n" if before else "")
    return PROBLEMS if has_problems else DONE


def _take_store(options: argparse.Namespace) -> None:
    """Read ``results.db`` and ``results.db 米山镇`` as a store, and a store and a body."""
    from xlplugin.cli.given_sheets import is_store

    if options.sheet and not options.store and len(options.sheet) <= 2 and is_store(options.sheet[0]):
        options.store, *body = options.sheet
        options.body = body[0] if body else options.body
        options.sheet = []
    options.sheet = [Path(path) for path in options.sheet]


def _table(options: argparse.Namespace, kind: str) -> int:
    """Write the figures as a table, whole or not at all."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.reports.export_table import figures_table, of_sheets, table_bytes

    sheets = list(_scored(options))
    write_atomically(options.output, table_bytes(*figures_table(of_sheets(sheets)), kind))
    say = Say(options.language)
    print(say(f"{len(sheets)} 份，写在 {options.output}", f"{counted(len(sheets), 'row')}, in {options.output}"))
    return PROBLEMS if any(sheet.problems for sheet in sheets) else DONE


def _scored(options: argparse.Namespace) -> "Iterator[ScoredSheet]":
    if not options.store:
        from xlplugin.cli.given_sheets import read_given
        from xlplugin.rubric_files.score_many import scored_sheets

        yield from scored_sheets(read_given(options.sheet, options.rubric))
        return
    if options.joined:
        with open_joined(options) as (store, sheets):
            _check_body(store, options)
            yield from (sheet for sheet in sheets if options.body in ("", sheet.body))
        return
    from xlplugin.returns.score_returns import score_returns  # imports the database only if it is needed

    with open_round(options) as store:
        _check_body(store, options)
        yield from score_returns(store, options.rubric or "", options.edition, so_far=options.so_far, body=options.body)


def _check_body(store: "Store", options: argparse.Namespace) -> None:
    """Refuse a body to which no workbook was sent."""
    from xlplugin.errors import UsageError, nearest, new_problem

    known = tuple(dict.fromkeys(issue.body for issue in store.issues())) if options.body else ()
    if options.body and options.body not in known:
        facts = nearest(options.body, known)
        raise UsageError([new_problem("--body", "body-not-issued", name=options.body, **facts)])


def _rendered(scored: "ScoredSheet", options: argparse.Namespace) -> Iterator[str]:
    if not options.json:
        from xlplugin.cli.scorecard_text import card_text

        yield from card_text(scored, Say(options.language))
        return
    answer: dict[str, Any]
    if scored.card:
        answer = scored.card.as_json(options.language)
    else:
        answer = {"line": scored.line, "problems": [problem.text(options.language) for problem in scored.problems]}
    is_line = scored.one_of_many or options.kind in _LINES[1:]
    yield _ONE_LINE.encode(answer) if is_line else json.dumps(answer, ensure_ascii=False, indent=1)
    yield "\n"
