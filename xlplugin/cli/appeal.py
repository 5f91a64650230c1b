"""``xlplugin appeal``: takes a body's appeal, decides it, or lists all."""

import argparse

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import by_argument, calendar_argument, open_round, print_affected, round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.store.decided.appeals import Appeal


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.store.decided.appeals import OUTCOMES

    parser.epilog = (
        say("例：", "example: ") + "xlplugin appeal 米山镇 2.1.1 --store results.db --says 已于10月公开 --by 王芳；"
        "xlplugin appeal --store results.db --decide 1 --as upheld --set 2.1.1.d1 1 --why 查证属实 --by 李四"
    )
    parser.add_argument(
        "body", nargs="?", default="", help=say("考核对象；不写就列出全部申诉", "the body; without it, list all")
    )
    parser.add_argument(
        "place", nargs="?", default="总分", help=say("指标编号，不写是总分", "the indicator (default: the total)")
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database of the round")
    )
    round_argument(parser, say)
    parser.add_argument("--says", default="", metavar="TEXT", help=say("单位怎么说", "what the body says"))
    by_argument(parser, say, "由谁登记或决定", "who records or decides it")
    parser.add_argument(
        "--decide", type=int, default=0, metavar="NUMBER", help=say("处理第几号申诉", "decide this appeal")
    )
    listed = "、".join(f"{code} {name}" for code, name in OUTCOMES.items())
    parser.add_argument(
        "--as", dest="outcome", default="", choices=tuple(OUTCOMES), help=say(f"处理结果：{listed}", "the outcome")
    )
    parser.add_argument(
        "--set",
        dest="changes",
        nargs=2,
        action="append",
        default=[],
        metavar=("KEY", "VALUE"),
        help=say("改哪一项、改成什么（可写几次）", "an input and its new value (may be repeated)"),
    )
    parser.add_argument(
        "--announced",
        default="",
        metavar="DAY",
        help=say(
            "登记哪一天把得分告知了各单位（如 2026-12-01），申诉期从这天起算",
            "record the day on which the bodies were told their figures; the time for appeals runs from it",
        ),
    )
    parser.add_argument(
        "--late", default="", metavar="REASON", help=say("过了申诉期仍受理的理由", "why an appeal is taken too late")
    )
    calendar_argument(parser, say)
    parser.add_argument("--why", default="", metavar="REASON", help=say("理由", "the reason"))
    parser.add_argument("--evidence", default="", metavar="TEXT", help=say("依据在哪里", "where it can be seen"))
    parser.add_argument("--rubric", default="", metavar="RUBRIC", help=say("有几张评分表的，选一张", "which rubric"))
    parser.add_argument("--json", action="store_true", help=say("列出时输出 JSON", "print the list as JSON"))


def run(options: argparse.Namespace) -> int:
    """Take an appeal, decide one, or list all; open ones are the exit status 1 of a list."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.cli.terminal_table import printable
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.returns.appealing import decide_appeal, take_appeal
    from xlplugin.returns.figures_of_others import OthersWatch
    from xlplugin.rubric_files.reading.calendar_file import load_calendar
    from xlplugin.store.decided.appeals import appeals_in

    say = Say(options.language)
    if bool(options.decide) != bool(options.outcome) or (options.decide and (options.says or options.body)):
        raise UsageError([new_problem("", "appeal-or-decision")])
    if options.announced:
        return _announce(options, say)
    with open_round(options) as store:
        if options.decide:
            watch = OthersWatch(store)
            appeal = decide_appeal(
                store,
                options.decide,
                options.outcome,
                by=options.by,
                why=options.why,
                changes=[(key, value) for key, value in options.changes],
                evidence=options.evidence,
                rubric=options.rubric,
            )
            print(
                printable(
                    say(f"{appeal.id} 号申诉（{appeal.body}）已处理", f"appeal {appeal.id} ({appeal.body}) decided")
                )
            )
            print_affected(watch.affected(options.by.strip()), say)
            return DONE
        if options.says:
            given = {"by": options.by, "rubric": options.rubric, "late": options.late}
            calendar = load_calendar(options.calendar) if options.calendar else None
            id = take_appeal(store, options.body, options.place, options.says, **given, calendar=calendar)
            print(say(f"已登记，{id} 号申诉", f"recorded as appeal {id}"))
            return DONE
        found = appeals_in(store, options.body)
    _list(found, options, say)
    return PROBLEMS if any(appeal.is_open for appeal in found) else DONE


def _announce(options: argparse.Namespace, say: Say) -> int:
    """Record the day on which the bodies were told their figures."""
    from xlplugin.cli import DONE, is_day
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.store.decided.appeals import announce
    from xlplugin.store.log import now

    if not is_day(options.announced):
        raise UsageError([new_problem("--announced", "not-a-day", value=options.announced)])
    if options.announced > now()[: len(options.announced)]:
        raise UsageError([new_problem("--announced", "announced-in-the-future", day=options.announced)])
    if not options.by.strip():
        raise UsageError([new_problem("--by", "answers-by-nobody")])
    with open_round(options) as store:
        announce(store, options.announced, options.by.strip())
    print(say(f"已登记，{options.announced} 告知得分", f"recorded: figures announced on {options.announced}"))
    return DONE


def _list(appeals: "list[Appeal]", options: argparse.Namespace, say: Say) -> None:
    import json
    from dataclasses import asdict

    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.store.decided.appeals import OUTCOMES

    if options.json:
        for appeal in appeals:
            print(json.dumps(asdict(appeal), ensure_ascii=False))
        return
    headings = ("号", "考核对象", "指标", "单位说", "结果", "由谁", "理由")
    english = ("no.", "body", "about", "the body says", "outcome", "by", "reason")
    pending = say("待处理", "open")
    rows = [
        [
            printable(text)
            for text in (
                *(str(one.id), one.body, one.place, one.says),
                (say(OUTCOMES[one.outcome], one.outcome) if one.outcome else pending),
                *(one.decided_by, one.why),
            )
        ]
        for one in appeals
    ]
    print(table(headings if say.language == "zh" else english, rows, right=(0,)).rstrip())
    left = sum(one.is_open for one in appeals)
    print(say(f"待处理 {left} 件", f"{counted(left, 'open appeal')}"))
