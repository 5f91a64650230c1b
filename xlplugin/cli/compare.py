"""``xlplugin compare``: two rounds side by side; what follows from the grades of earlier years."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say, counted

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.publishing.round_comparison import RoundComparison
    from xlplugin.publishing.round_result import RoundResult
    from xlplugin.rubric.model import Rubric


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin compare 2021年度 2022年度 --store results.db -o 比较.xlsx；"
        "xlplugin compare --suggest 2022年度 --store results.db -o 建议.csv"
    )
    parser.add_argument(
        "rounds", nargs="*", metavar="ROUND", help=say("上次和这次的轮次", "the earlier and later round")
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("这次的数据库", "the store of the later round")
    )
    parser.add_argument(
        "--earlier-store",
        default="",
        metavar="DB",
        help=say("上次在另一个数据库的", "the store of the earlier round, if it is another one"),
    )
    parser.add_argument(
        "--map",
        type=Path,
        metavar="FILE",
        help=say("名称对照表（种类、上次、这次）", "a table of what is called otherwise: 种类, 上次, 这次"),
    )
    parser.add_argument(
        "--suggest",
        metavar="ROUND",
        default="",
        help=say(
            "照历年定稿的等次，提出这个轮次“连续两年优秀”一类的填报建议，写成更正表，由人取舍",
            "suggest entries such as 连续两年优秀 of a round from what was frozen, as a table of corrections to accept",
        ),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("写出工作簿（建议写成 .csv）", "write a workbook (or .csv)"),
    )


def run(options: argparse.Namespace) -> int:
    """Compare two rounds, or suggest entries."""
    from xlplugin.cli import DONE
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.publishing.comparison_workbook import comparison_workbook
    from xlplugin.publishing.round_comparison import compare_rounds, read_name_map

    say = Say(options.language)
    if options.suggest:
        return _suggest(options, say)
    if len(options.rounds) != 2:
        raise UsageError([new_problem("", "two-rounds")])
    if options.output and options.output.suffix.lower() != ".xlsx":
        raise UsageError([new_problem(str(options.output), "xlsx-only")])
    first, second = options.rounds
    before = _result(options.earlier_store or options.store, first)
    after = _result(options.store, second)
    names = read_name_map(options.map, before, after) if options.map else None
    found = compare_rounds(before, after, names)
    if options.output:
        write_atomically(options.output, comparison_workbook(found))
    _show(found, options, say)
    return DONE


def _result(where: str, name: str) -> "RoundResult":
    """Return the results of a round: as they were frozen, else as they stand."""
    from xlplugin.publishing.freezing import frozen_round
    from xlplugin.publishing.gather_results import gather_results
    from xlplugin.store.database import open_store
    from xlplugin.store.decided.freezes import freeze_in_force
    from xlplugin.store.rounds import choose_round

    with open_store(where, must_exist=True) as store:
        choose_round(store, name)
        freeze = freeze_in_force(store)
        return frozen_round(store, freeze) if freeze else gather_results(store)


def _show(found: "RoundComparison", options: argparse.Namespace, say: Say) -> None:
    import json
    from dataclasses import asdict

    from xlplugin.cli.terminal_table import printable, table

    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
        return
    heads = ("考核对象", found.before, found.after, "变化", "名次", "等次")
    english = ("body", found.before, found.after, "change", "rank", "grade")
    rows = [
        [
            *(printable(text) for text in (one.body, one.before, one.after)),
            "" if one.change is None else f"{one.change:+f}",
            f"{one.rank_before or '—'} → {one.rank_after or '—'}",
            printable(f"{one.grade_before or '—'} → {one.grade_after or '—'}"),
        ]
        for one in found.bodies
    ]
    print(table(heads if say.language == "zh" else english, rows, right=(1, 2, 3)).rstrip())
    lone = len(found.only_before) + len(found.only_after)
    print(
        say(
            f"两次都失分的 {len(found.persistent)} 项；只有一次有的 {lone} 项",
            f"losses in both rounds: {len(found.persistent)}; in one of them only: {lone}",
        )
    )
    listed = [*((found.before, *one) for one in found.only_before), *((found.after, *one) for one in found.only_after)]
    for name, kind, what in listed[:MOST_LISTED]:
        print(printable(say(f"只在{name}：{kind} {what}", f"only in {name}: {kind} {what}")))
    if lone > MOST_LISTED:
        print(say("……其余见 -o 写出的工作簿，或 --json", "... the others are in the workbook of -o, or in --json"))


MOST_LISTED = 10
"""Things of one round only that are listed on the terminal."""


def _suggest(options: argparse.Namespace, say: Say) -> int:
    from xlplugin.cli import DONE
    from xlplugin.cli.terminal_table import printable
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.publishing.comparison_workbook import suggestions_table
    from xlplugin.publishing.freezing import history_in
    from xlplugin.publishing.proposals import year_of_round
    from xlplugin.publishing.round_comparison import suggestions
    from xlplugin.returns.combined import FINAL
    from xlplugin.returns.score_returns import combined_returns
    from xlplugin.store.database import open_store
    from xlplugin.store.rounds import choose_round

    if options.output and options.output.suffix.lower() != ".csv":
        kinds = {"file": options.output.name, "kinds": ".csv"}
        raise UsageError([new_problem("-o", "no-such-table-format", **kinds)])
    with open_store(options.store, must_exist=True) as store:
        choose_round(store, options.suggest)
        bodies = [(one.issue.body, one.rubric) for one in combined_returns(store, "", FINAL)]
    ids = {rubric.id for _, rubric in bodies}
    history: dict[str, dict[int, str]] = {}
    for where in filter(None, (options.earlier_store, options.store)):
        with open_store(where, must_exist=True) as store:
            store.round = options.suggest if where == options.store else None
            for body, years in history_in(store, ids).items():
                history.setdefault(body, {}).update(years)
    of_year: dict[int, list[tuple[str, Rubric]]] = {}
    for body, rubric in bodies:
        of_year.setdefault(year_of_round(options.suggest, rubric.year), []).append((body, rubric))
    grades = tuple(dict.fromkeys(grade.name for _, rubric in bodies for grade in rubric.scheme.grades))
    found = [one for year in sorted(of_year) for one in suggestions(of_year[year], year, history, grades)]
    if options.output:
        write_atomically(options.output, suggestions_table(found))
    for one in found:
        print(printable(say(f"{one.body} {one.key}：是，{one.why}", f"{one.body} {one.key}: 是 ({one.why})")))
    print(say(f"{len(found)} 项建议", counted(len(found), "suggestion")))
    if not found:
        print(
            say(
                "没有填报项问连续几年的等次，或没有一个单位历年定稿的等次都符合",
                "no entry asks for a grade several years in a row, or no body has it in every frozen year",
            )
        )
    return DONE
