"""``xlplugin evidence``: the evidence that came with returns, by body and indicator."""

import argparse
import json
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import open_round, round_argument

KINDS = (".csv", ".xlsx")


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin evidence --store results.db --body 米山镇, "
        "xlplugin evidence --store results.db --copy 印证材料"
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database used by collect")
    )
    round_argument(parser, say)
    parser.add_argument("--body", default="", metavar="BODY", help=say("只看这个考核对象", "only this body"))
    parser.add_argument(
        "--rubric", default="", metavar="RUBRIC", help=say("只看这份评分表的", "only the bodies of this rubric")
    )
    parser.add_argument(
        "--copy",
        type=Path,
        metavar="DIR",
        help=say(
            "按单位、指标复制到这个文件夹，供考核组查看", "copy the files into this folder, by body and indicator"
        ),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("把清单写成 .xlsx 或 .csv", "write the list to .xlsx or .csv"),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """List the evidence; something missing, changed or of nobody is a problem."""
    from xlplugin.cli import DONE, PROBLEMS, report
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.errors import Problem, UsageError, nearest, new_problem
    from xlplugin.reports.evidence_report import HEADINGS, evidence_json, evidence_rows
    from xlplugin.returns.evidence.by_body import evidence_by_body, unowned_evidence
    from xlplugin.returns.evidence.copying import copy_evidence
    from xlplugin.store.evidence_files import is_there

    say = Say(options.language)
    kind = options.output.suffix.lower() if options.output else ""
    if kind and kind not in KINDS:
        facts = {"file": options.output.name, "kinds": "、".join(KINDS)}
        raise UsageError([new_problem("--output", "no-such-table-format", **facts)])
    with open_round(options) as store:
        if options.body and options.body not in (known := tuple({issue.body for issue in store.issues()})):
            facts = nearest(options.body, known)
            raise UsageError([new_problem("--body", "body-not-issued", name=options.body, **facts)])
        bodies = list(evidence_by_body(store, options.rubric, options.body))
        unowned = unowned_evidence(store) if not options.body else []
    problems: list[Problem] = []
    if options.copy:
        count, problems = copy_evidence(bodies, options.copy)
        print(say(f"已复制 {count} 个文件到 {options.copy}", f"{counted(count, 'file')} copied to {options.copy}"))
    if options.output:
        _write(options.output, kind, list(evidence_rows(bodies, unowned)))
        print(say(f"清单写在 {options.output}", f"list in {options.output}"))
    elif options.json:
        print(json.dumps(evidence_json(bodies, unowned), ensure_ascii=False, indent=1))
    elif not options.copy:
        rows = [
            [printable(str(cell)) for cell in (*row[:-1], str(row[-1])[:SHOWN])]
            for row in evidence_rows(bodies, unowned, say.language)
        ]
        print(table(HEADINGS[say.language], rows, right=(3,)).rstrip())
        files, missing = sum(len(body.files) for body in bodies), sum(len(body.missing) for body in bodies)
        print(
            say(
                f"{len(bodies)} 个单位，{files} 个文件；列出而没有交的 {missing} 个，不知是谁的 {len(unowned)} 个",
                f"bodies: {len(bodies)}, {counted(files, 'file')}; {missing} listed and missing,"
                f" {len(unowned)} of nobody",
            )
        )
    if problems:
        return report(problems, options.language, PROBLEMS)
    gone = any(not is_there(file) for body in bodies for file, _ in body.files)
    return PROBLEMS if unowned or gone or any(body.missing for body in bodies) else DONE


SHOWN = 12
"""Characters of a SHA-256 that the terminal shows."""


def _write(path: Path, kind: str, rows: list[tuple[str | int | float, ...]]) -> None:
    from xlplugin.files.csv_tables import csv_bytes
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.reports.evidence_report import HEADINGS
    from xlplugin.workbook.writing.table_file import table_file

    head = HEADINGS["zh"]
    write_atomically(path, table_file("印证材料", head, rows) if kind == ".xlsx" else csv_bytes(head, rows))
