"""Arguments that several commands have: who decides, which round, and whose figures."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from xlplugin.cli.language import Say

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.returns.figures_of_others import AffectedBody
    from xlplugin.rubric_files.score_many import ScoredSheet
    from xlplugin.store.database import Store

MOST_AFFECTED = 20
"""Bodies that are named whose score others have changed."""

BY_VARIABLE = "XLPLUGIN_BY"


def by_argument(parser: argparse.ArgumentParser, say: Say, chinese: str, english: str) -> None:
    """Define ``--by``; without it the name is taken from the environment, and without that the command refuses."""
    parser.add_argument(
        "--by",
        default=os.environ.get(BY_VARIABLE, ""),
        metavar="NAME",
        help=say(f"{chinese}（不写时取环境变量 {BY_VARIABLE}）", f"{english} (default: the variable {BY_VARIABLE})"),
    )


def round_argument(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define ``--round``: which of several rounds of a store."""
    parser.add_argument(
        "--round",
        default="",
        metavar="NAME",
        help=say("哪个轮次（数据库里有几个轮次时）", "the round, if the store holds several"),
    )


def calendar_argument(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define ``--calendar``: an office's own calendar of working days."""
    parser.add_argument(
        "--calendar",
        default=None,
        metavar="FILE",
        help=say(
            "自己的工作日历（补上自带的没有的年份）", "a calendar of working days, for years that are not built in"
        ),
    )


@contextmanager
def open_round(options: argparse.Namespace) -> "Iterator[Store]":
    """Open the store of ``--store``, showing the round of ``--round``, or its only one."""
    from xlplugin.store.database import open_store
    from xlplugin.store.rounds import choose_round

    with open_store(options.store, must_exist=True) as store:
        choose_round(store, options.round)
        yield store


@contextmanager
def open_joined(options: argparse.Namespace) -> "Iterator[tuple[Store, Iterator[ScoredSheet]]]":
    """Open the store, with the scorecards that are joined over periods, or over the tables of a round."""
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.returns.combined import FINAL
    from xlplugin.returns.joined_parts import has_periods, score_over_tables, score_years
    from xlplugin.store.database import open_store
    from xlplugin.store.rounds import choose_round

    edition = options.edition or FINAL
    with open_store(options.store, must_exist=True) as store:
        if has_periods(store):
            if options.round:
                raise UsageError([new_problem("--joined", "joined-or-round")])
            yield store, score_years(store, options.rubric or "", edition)
        else:
            choose_round(store, options.round)
            yield store, score_over_tables(store, edition)


def print_affected(affected: "list[AffectedBody]", say: Say) -> None:
    """Say whose score others have changed, and who did."""
    from xlplugin.cli.terminal_table import printable

    for one in affected[:MOST_AFFECTED]:
        before, after = one.before or say("无", "none"), one.after or say("无", "none")
        because = say("、", ", ").join(one.because)
        text = say(
            f"提示 {one.body} 的得分随之改变：{before} → {after}（{because} 的数据变了）",
            f"note: this changes the score of {one.body}: {before} -> {after} (the data of {because} changed)",
        )
        print(printable(text))
    if len(affected) > MOST_AFFECTED:
        print(
            say(f"  共 {len(affected)} 个单位，见 xlplugin log", f"  {len(affected)} bodies in total, see xlplugin log")
        )


def edition_argument(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define ``--edition``: whose figures, by default the final ones."""
    from xlplugin.workbook.editions import EDITIONS

    parser.add_argument(
        "--edition",
        choices=(*EDITIONS, "final"),
        default="final",
        help=say(
            "哪个版式（默认 final：考核结果加更正）",
            "the edition (default: final, the assessed figures with corrections)",
        ),
    )
