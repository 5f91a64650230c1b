"""``xlplugin correct``: a person sets an entry of a body, with name and reason."""

import argparse
from pathlib import Path

from xlplugin.cli.decided_by import by_argument
from xlplugin.cli.language import Say, counted


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin correct 米山镇 2.1.1.d1 2 --store results.db --by 李四 --why 复核后少一件"
    )
    parser.add_argument("body", nargs="?", default="", help=say("考核对象", "the assessed body"))
    parser.add_argument(
        "key",
        nargs="?",
        default="",
        help=say("填报项，如 2.1.1.d1；或可不适用的指标，如 3.3.4", "an input, or an indicator"),
    )
    parser.add_argument(
        "value",
        nargs="?",
        help=say(
            "改成什么，照单元格里的写法：3、是、9/10；未填写“空”，不适用写“不适用”",
            "what counts, as typed into the cell",
        ),
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database of the round")
    )
    by_argument(parser, say, "由谁决定", "who decides")
    parser.add_argument("--why", default="", metavar="REASON", help=say("理由", "the reason"))
    parser.add_argument(
        "--evidence", default="", metavar="TEXT", help=say("依据在哪里（文件、页码）", "where it can be seen")
    )
    parser.add_argument(
        "--table",
        type=Path,
        metavar="FILE",
        help=say(
            "一张表（.csv 或 .xlsx），各列：考核对象、填报项、更正为、理由、依据；全部记录，或一项也不记",
            "many corrections (.csv or .xlsx; 考核对象, 填报项, 更正为, 理由, 依据): all are recorded, or none",
        ),
    )
    parser.add_argument("--withdraw", action="store_true", help=say("撤回对这一项的更正", "take the correction back"))
    parser.add_argument(
        "--rubric",
        default="",
        metavar="RUBRIC",
        help=say("有几张评分表的，选一张", "which rubric, if there are several"),
    )


def run(options: argparse.Namespace) -> int:
    """Record one correction, and say what stood there and what counts now."""
    from xlplugin.cli import DONE
    from xlplugin.cli.terminal_table import printable
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.returns.corrections import body_in, correct, withdraw_correction
    from xlplugin.returns.score_returns import final_card
    from xlplugin.store.database import open_store

    say = Say(options.language)
    is_one = bool(options.body and options.key)
    if is_one == bool(options.table) or (options.table and (options.body or options.withdraw)):
        raise UsageError([new_problem("", "table-or-one")])
    if options.table:
        return _from_table(options, say)
    if options.withdraw == (options.value is not None):
        raise UsageError([new_problem("", "value-or-withdraw")])
    given = {"by": options.by, "why": options.why, "rubric": options.rubric}
    with open_store(options.store, must_exist=True) as store:
        before = final_card(body_in(store, options.body, options.rubric))
        if options.withdraw:
            withdraw_correction(store, options.body, options.key, **given)
        else:
            correct(store, options.body, options.key, options.value, evidence=options.evidence, **given)
        after = final_card(body_in(store, options.body, options.rubric))
    totals = [card.published_text if card and card.published is not None else "—" for card in (before, after)]
    print(
        printable(
            say(
                f"{options.body} {options.key} 已记录；最终得分 {totals[0]} → {totals[1]}",
                f"{options.body} {options.key} recorded; final score {totals[0]} -> {totals[1]}",
            )
        )
    )
    return DONE


def _from_table(options: argparse.Namespace, say: Say) -> int:
    from xlplugin.cli import DONE
    from xlplugin.returns.correction_table import correct_from_table
    from xlplugin.store.database import open_store

    with open_store(options.store, must_exist=True) as store:
        made = correct_from_table(store, options.table, by=options.by, rubric=options.rubric)
    bodies = len({decision.body for decision in made})
    print(
        say(
            f"已记录 {len(made)} 项更正，涉及 {bodies} 个考核对象",
            f"{counted(len(made), 'correction')} recorded; assessed bodies: {bodies}",
        )
    )
    return DONE
