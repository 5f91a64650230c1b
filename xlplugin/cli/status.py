"""``xlplugin status``: the state of each assessed body."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from xlplugin.cli.language import Say
from xlplugin.cli.shared_arguments import open_round, round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.reports.combined_report import CombinedRow
    from xlplugin.store.decided.appeals import Appeal
    from xlplugin.store.decided.freezes import Freeze
    from xlplugin.store.standings import Standing
    from xlplugin.store.submission import Submission


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.workbook.editions import EDITIONS

    parser.epilog = say("例：", "example: ") + "xlplugin status --store results.db -o 报送情况.xlsx"
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("发放时用的数据库", "the database used by distribute")
    )
    round_argument(parser, say)
    parser.add_argument("--rounds", action="store_true", help=say("列出各轮次", "list the rounds of the store"))
    parser.add_argument(
        "--rubric",
        default="",
        metavar="RUBRIC",
        help=say("只看这份评分表（名称或文件）", "only this rubric (id or file)"),
    )
    parser.add_argument("--edition", default="", choices=EDITIONS, help=say("只看这个版式", "only this edition"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "--remind", action="store_true", help=say("只列催报名单：还没有报送的", "only list who has not returned yet")
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("另存为一张 .xlsx 表", "also write a table (.xlsx)")
    )


def run(options: argparse.Namespace) -> int:
    """Show the state of each body, and the files without an owner."""
    from dataclasses import asdict

    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.reports.combined_report import combined_bodies
    from xlplugin.reports.status_report import status_file, status_json, status_tables, to_remind
    from xlplugin.rubric_files.versions import id_of
    from xlplugin.store.decided.appeals import appeals_in
    from xlplugin.store.decided.freezes import freeze_in_force
    from xlplugin.store.standings import WITH_PROBLEMS, standings
    from xlplugin.store.submissions import Submissions

    if options.output and options.output.suffix.lower() != ".xlsx":
        raise UsageError([new_problem(str(options.output), "xlsx-only")])
    say = Say(options.language)
    if options.rounds:
        return _rounds(options, say)
    with open_round(options) as store:
        all_standings = list(standings(store, id_of(options.rubric), options.edition))
        if not all_standings:
            raise UsageError([new_problem(options.store, "nothing-issued")])
        strays = list(Submissions(store).strays())
        bodies = list(combined_bodies(store, all_standings))
        appeals = [appeal for appeal in appeals_in(store) if appeal.is_open]
        freeze = freeze_in_force(store)
    if options.output:
        write_atomically(options.output, status_file(all_standings, strays))
    if options.remind:
        names = to_remind((row for table in status_tables(all_standings) for row in table.rows), say.language)
        print("\n".join([*names, say(f"待催报 {len(names)} 个", f"{len(names)} to remind")]))
        return PROBLEMS if names else DONE
    if options.json:
        written: dict[str, object] = {**status_json(all_standings, strays, say.language)}
        if bodies:
            written["combined"] = [body.as_json(say.language) for body in bodies]
        if appeals:
            written["appeals"] = [asdict(appeal) for appeal in appeals]
        if freeze:
            written["freeze"] = asdict(freeze)
        print(json.dumps(written, ensure_ascii=False, indent=1))
    else:
        print(
            "\n".join(
                (
                    *_text(all_standings, strays, say),
                    *_combined(bodies, say),
                    *_open(appeals, say),
                    *_frozen(freeze, say),
                )
            )
        )
    has_problems = any(standing.state == WITH_PROBLEMS for standing in all_standings)
    has_problems = has_problems or bool(appeals) or any(body.differences for body in bodies)
    return PROBLEMS if strays or has_problems else DONE


def _frozen(freeze: "Freeze | None", say: Say) -> Iterator[str]:
    """Say that the round is frozen, by whom and since when."""
    from xlplugin.errors import new_problem

    if freeze:
        yield new_problem(freeze.round, "is-frozen", day=freeze.at[: len("2026-12-20")], by=freeze.by).text(
            say.language
        )


def _rounds(options: argparse.Namespace, say: Say) -> int:
    """List the rounds of a store."""
    from dataclasses import asdict

    from xlplugin.cli import DONE
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.store.database import open_store
    from xlplugin.store.decided.freezes import freezes_in
    from xlplugin.store.issue import local_time
    from xlplugin.store.rounds import rounds_in
    from xlplugin.workbook.editions import edition_name

    with open_store(options.store, must_exist=True) as store:
        rounds = rounds_in(store)
        frozen = {one.round: one.at[: len("2026-12-20")] for one in freezes_in(store) if one.in_force}
    if options.json:
        written = [{**asdict(one), "frozen": frozen.get(one.name, "")} for one in rounds]
        print(json.dumps(written, ensure_ascii=False, indent=1))
        return DONE
    words = ("轮次 评分表 版式 单位数 发放时间 期限 定稿", "round,rubrics,editions,bodies,sent,due,frozen")
    head = say(words[0], words[1].replace(",", " ")).split()
    rows = [
        (
            *(one.name, " ".join(one.rubrics)),
            " ".join(say(edition_name(edition), edition) for edition in one.editions),
            *(str(one.bodies), local_time(one.first), one.due, frozen.get(one.name, "")),
        )
        for one in rounds
    ]
    print(table(head, [[printable(cell) for cell in row] for row in rows], right=(3,)).rstrip())
    return DONE


def _open(appeals: "list[Appeal]", say: Say) -> Iterator[str]:
    """List the appeals that have to be decided."""
    from xlplugin.cli.terminal_table import printable

    for one in appeals:
        text = say(f"{one.id} 号申诉待处理：", f"appeal {one.id} is open: ")
        yield printable(f"{text}{one.body} {one.place} {one.says}")


def _combined(bodies: "list[CombinedRow]", say: Say) -> Iterator[str]:
    """Show the figures that are more than one return's: several assessors, corrections, 汇总; assessed and final."""
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.reports.combined_report import HEADINGS

    if bodies:
        yield say("合并、更正与汇总：", "merged, corrected, over all bodies:")
        rows = [[printable(text) for text in body.texts(say.language)] for body in bodies]
        yield table(HEADINGS[say.language], rows, right=(2, 3)).rstrip()
        for body in bodies:
            for difference in body.differences[:MOST_PROBLEMS]:
                yield printable(difference.at(f"{body.body} {difference.where}").text(say.language))


def _text(all_standings: "list[Standing]", strays: "list[Submission]", say: Say) -> Iterator[str]:
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.reports.status_report import progress, status_tables, terminal_columns

    for of_table in status_tables(all_standings):
        has_raters = any(row.rater for row in of_table.rows)
        headings, right, texts = terminal_columns(
            say.language, has_raters=has_raters, has_days=any(row.due_text for row in of_table.rows)
        )
        yield of_table.summary(say.language)
        yield from map(printable, progress(of_table.rows, say.language))
        yield table(headings, [[printable(text) for text in texts(row)] for row in of_table.rows], right).rstrip()
        for row in of_table.rows:
            body = row.standing.issue.body if row.standing else ""
            for problem in row.problems[:MOST_PROBLEMS]:
                yield printable(problem.at(f"{body} {problem.where}".rstrip()).text(say.language))
            if (count := len(row.problems)) > MOST_PROBLEMS:
                yield printable(say(f"{body}：共 {count} 处", f"{body}: {count} in total"))
    for stray in strays:
        yield printable(stray.problems[0].at(stray.file).text(say.language))


MOST_PROBLEMS = 3
"""Number of problems listed for a body; --json lists all."""
