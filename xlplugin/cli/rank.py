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
        default="",
        help=say(
            "并列怎么排：competition 1、2、2、4，dense 1、2、2、3，none 不排（默认照方案，方案没有写的用 competition）",
            "competition 1, 2, 2, 4, dense 1, 2, 2, 3, or none (default: as the scheme says, else competition)",
        ),
    )
    edition_argument(parser, say)
    parser.add_argument("--rubric", default="", metavar="RUBRIC", help=say("只排这份评分表的", "only this rubric"))
    parser.add_argument(
        "--joined",
        action="store_true",
        help=say("分期、分表的，按合成的得分排", "by the score that is joined over periods or tables"),
    )
    parser.add_argument(
        "--with",
        dest="changes",
        action="append",
        default=[],
        metavar="CHANGE",
        help=say(
            "换一种读法会怎样，如 2.1.1.d1.扣分=1、2.1.1.扣分上限=、等次.优秀.不低于=85（可写几次；什么都不改动）",
            "what if a rule is read otherwise: 2.1.1.d1.扣分=1, 等次.优秀.不低于=85 (may be repeated; nothing changes)",
        ),
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
    if options.changes:
        return _otherwise(options, say)
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


def _otherwise(options: argparse.Namespace, say: Say) -> int:
    """Show who would move if some rules were read otherwise."""
    from xlplugin.cli import DONE
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.reports.ranking import ranking_file
    from xlplugin.reports.what_if import HEADINGS, rank_otherwise
    from xlplugin.rubric_files.reading.other_readings import read_changes

    if options.joined:
        raise UsageError([new_problem("--with", "what-if-not-joined")])
    changes = read_changes(options.changes)
    with open_round(options) as store:
        ranked, moves = rank_otherwise(
            store, changes, options.rubric, options.edition, ties=options.ties, language=options.language
        )
    if options.output:
        write_atomically(options.output, ranking_file(ranked))
    if options.json:
        found = {"ranking": [asdict(one) for one in ranked], "moves": [asdict(one) for one in moves]}
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return DONE
    rows = []
    for one in moves:
        pairs = (tuple(map(str, one.rank)), one.published, one.grade)
        shown = (old if old == new else f"{old or '—'} → {new or '—'}" for old, new in pairs)
        rows.append([printable(text) for text in (one.body, *shown)])
    if rows:
        print(table(HEADINGS[say.language], rows, right=()).rstrip())
    grades = sum(one.grade[0] != one.grade[1] for one in moves)
    print(
        say(
            f"{len(moves)} 个单位有变化，其中 {grades} 个等次改变；数据库没有改动",
            f"{len(moves)} bodies move, {grades} of them to another grade; nothing was changed in the store",
        )
    )
    return DONE


def _text(ranking: "Ranking", say: Say) -> Iterator[str]:
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.reports.ranking import HEADINGS

    yield printable("　".join(filter(None, (ranking.rubric, ranking.title, ranking.group))))
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
