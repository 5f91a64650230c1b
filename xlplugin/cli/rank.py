"""``xlplugin rank``: the ranks of the bodies, table by table."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from xlplugin.cli.language import Say
from xlplugin.cli.shared_arguments import edition_argument, open_joined, open_round, round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.reports.ranking import Ranking


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin rank --store results.db -o 名次.xlsx"
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database of the round")
    )
    round_argument(parser, say)
    parser.add_argument(
        "--ties",
        choices=("competition", "dense", "none"),
        default="competition",
        help=say(
            "并列怎么排：competition 1、2、2、4（默认），dense 1、2、2、3，none 不排名次",
            "competition 1, 2, 2, 4 (default), dense 1, 2, 2, 3, or none",
        ),
    )
    edition_argument(parser, say)
    parser.add_argument("--rubric", default="", metavar="RUBRIC", help=say("只排这份评分表的", "only this rubric"))
    parser.add_argument(
        "--joined",
        action="store_true",
        help=say("分期、分表的，按合成的得分排", "by the score that is joined over periods or tables"),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("另存为一张 .xlsx 表", "also write a table (.xlsx)")
    )


def run(options: argparse.Namespace) -> int:
    """Rank who has a complete score; the others are listed apart, with the reason (exit status 1)."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.reports.ranking import rank_bodies, rank_joined, ranking_file

    if options.output and options.output.suffix.lower() != ".xlsx":
        raise UsageError([new_problem(str(options.output), "xlsx-only")])
    say = Say(options.language)
    if options.joined:
        with open_joined(options) as (store, sheets):
            found = rank_joined(store, list(sheets), ties=options.ties, language=options.language)
    else:
        with open_round(options) as store:
            found = rank_bodies(store, options.rubric, options.edition, ties=options.ties, language=options.language)
    if not found:
        raise UsageError([new_problem(options.store, "nothing-issued")])
    if options.output:
        write_atomically(options.output, ranking_file(found))
    if options.json:
        print(json.dumps([asdict(ranking) for ranking in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(line for ranking in found for line in _text(ranking, say)))
    is_open = any(ranking.apart or any(one.questions for one in ranking.ranked) for ranking in found)
    return PROBLEMS if is_open else DONE


def _text(ranking: "Ranking", say: Say) -> Iterator[str]:
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.reports.ranking import HEADINGS

    yield printable(f"{ranking.rubric}　{ranking.title}".rstrip("　"))
    rows = [
        [
            str(one.rank or ""),
            *(printable(text) for text in (one.body, one.published, one.grade, one.margin)),
            str(one.questions or ""),
        ]
        for one in ranking.ranked
    ]
    yield table(HEADINGS[say.language], rows, right=(0, 2, 4, 5)).rstrip()
    for one in ranking.apart:
        yield printable(say(f"不排名次：{one.body}，{one.why}", f"not ranked: {one.body}, {one.why}"))
