"""``xlplugin correct``: a person sets an entry of a body, with name and reason."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import by_argument, open_round, print_affected, round_argument


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
        help=say(
            "填报项，如 2.1.1.d1；可不适用的指标，如 3.3.4；或得分：2.1.1扣分、2.1.1得分、总分",
            "an input (2.1.1.d1), an indicator that may not apply (3.3.4), or a figure (2.1.1扣分, 2.1.1得分, 总分)",
        ),
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
    round_argument(parser, say)
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
    from xlplugin.returns.figures_of_others import OthersWatch
    from xlplugin.returns.score_returns import final_card

    say = Say(options.language)
    is_one = bool(options.body and options.key)
    if is_one == bool(options.table) or (options.table and (options.body or options.withdraw)):
        raise UsageError([new_problem("", "table-or-one")])
    if options.table:
        return _from_table(options, say)
    if options.withdraw == (options.value is not None):
        raise UsageError([new_problem("", "value-or-withdraw")])
    given = {"by": options.by, "why": options.why, "rubric": options.rubric}
    with open_round(options) as store:
        watch = OthersWatch(store)
        before = final_card(body_in(store, options.body, options.rubric))
        if options.withdraw:
            made = withdraw_correction(store, options.body, options.key, **given)
        else:
            made = correct(store, options.body, options.key, options.value, evidence=options.evidence, **given)
        after = final_card(body_in(store, options.body, options.rubric))
        affected = watch.affected(options.by.strip())
    totals = [card.published_text if card and card.published is not None else "—" for card in (before, after)]
    done = say("更正已撤回", "correction taken back") if options.withdraw else say("已记录", "recorded")
    final = say("最终得分", "final score")
    print(
        printable(
            f"{options.body} {options.key} {done}{say('；', '; ')}{final} {totals[0]} {say('→', '->')} {totals[1]}"
        )
    )
    print_affected(affected, say)
    if made.appeal:  # what was taken back is part of how an appeal was decided
        print(
            printable(
                say(
                    f"注意：撤回的是 {made.appeal} 号申诉处理时作的更正，申诉的处理结果没有改",
                    f"note: it was made in deciding appeal {made.appeal}, whose outcome stays as it is",
                )
            )
        )
    return DONE


def _from_table(options: argparse.Namespace, say: Say) -> int:
    from xlplugin.cli import DONE
    from xlplugin.returns.correction_table import correct_from_table
    from xlplugin.returns.figures_of_others import OthersWatch

    with open_round(options) as store:
        watch = OthersWatch(store)
        made = correct_from_table(store, options.table, by=options.by, rubric=options.rubric)
        affected = watch.affected(options.by.strip())
    bodies = len({decision.body for decision in made})
    print(
        say(
            f"已记录 {len(made)} 项更正，涉及 {bodies} 个考核对象",
            f"{counted(len(made), 'correction')} recorded; assessed bodies: {bodies}",
        )
    )
    print_affected(affected, say)
    return DONE
