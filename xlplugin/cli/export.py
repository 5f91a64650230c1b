"""``xlplugin export``: what a store holds, for other programs."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import edition_argument, open_round, round_argument

KINDS = (".jsonl", ".csv", ".xlsx")


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin export --store results.db -o 得分.xlsx"
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database of the round")
    )
    round_argument(parser, say)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help=say(
            ".xlsx 或 .csv：各单位的得分；.jsonl：评分表数据，每行一份",
            ".xlsx or .csv: the figures of all bodies; .jsonl: their scoresheets, one a line",
        ),
    )
    parser.add_argument(
        "--cards",
        action="store_true",
        help=say(".jsonl 写得分，不写填报内容", "scorecards instead of scoresheets (.jsonl)"),
    )
    edition_argument(parser, say)
    parser.add_argument(
        "--rubric", default="", metavar="RUBRIC", help=say("只要这份评分表的", "only the bodies of this rubric")
    )


def run(options: argparse.Namespace) -> int:
    """Write the file, whole or not at all."""
    from xlplugin.cli import DONE
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.reports.export_table import figures_table, of_store, scorecard_lines, scoresheet_lines, table_bytes
    from xlplugin.returns.score_returns import combined_returns

    kind = options.output.suffix.lower()
    if kind not in KINDS:
        raise UsageError(
            [new_problem("--output", "no-such-table-format", file=options.output.name, kinds="、".join(KINDS))]
        )
    if options.cards and kind != ".jsonl":
        raise UsageError([new_problem("--cards", "cards-are-lines")])
    with open_round(options) as store:
        bodies = combined_returns(store, options.rubric, options.edition)
        if kind == ".jsonl":
            lines = (
                scorecard_lines(bodies, options.edition, options.language)
                if options.cards
                else scoresheet_lines(bodies, options.edition)
            )
            written = list(lines)
            content = "".join(f"{line}\n" for line in written).encode()
        else:
            head, written_rows = figures_table(of_store(bodies, options.edition))
            written = [str(row[2]) for row in written_rows]
            content = table_bytes(head, written_rows, kind)
    write_atomically(options.output, content)
    say = Say(options.language)
    print(say(f"{len(written)} 个，写在 {options.output}", f"{counted(len(written), 'row')}, in {options.output}"))
    return DONE
