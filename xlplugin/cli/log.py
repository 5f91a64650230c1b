"""``xlplugin log``: what was done in a store, by whom, when and why."""

import argparse
import json

from xlplugin.cli.language import Say, counted


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.store.log import DEEDS

    parser.epilog = say("例：", "example: ") + "xlplugin log --store results.db --body 米山镇"
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("发放和收取用的数据库", "the database of the round")
    )
    parser.add_argument("--body", default="", metavar="BODY", help=say("只看这个考核对象", "only this body"))
    listed = "、".join(f"{code} {name}" for code, name in DEEDS.items())
    parser.add_argument(
        "--what", default="", choices=tuple(DEEDS), help=say(f"只看这一类：{listed}", "only what was done in this way")
    )
    parser.add_argument(
        "--by", default="", metavar="NAME", help=say("只看这个人决定的", "only what this person decided")
    )
    parser.add_argument(
        "--since",
        default="",
        metavar="DAY",
        help=say("从哪一天起，如 2026-11-01", "from this day on, such as 2026-11-01"),
    )
    parser.add_argument(
        "--json", action="store_true", help=say("输出 JSON，每条一行", "print JSON, one object per line")
    )


def run(options: argparse.Namespace) -> int:
    """Print the log; a broken chain is a problem, whatever is printed."""
    from xlplugin.cli import DONE, PROBLEMS, is_day, report
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.reports.log_report import HEADINGS, chosen_entries, log_json, log_row
    from xlplugin.store.checks.log_check import check_log
    from xlplugin.store.database import open_store
    from xlplugin.store.log import entries, head

    if options.since and not is_day(options.since):
        raise UsageError([new_problem("--since", "not-a-day", value=options.since)])
    say = Say(options.language)
    with open_store(options.store, must_exist=True) as store, store.reading() as connection:
        problems = list(check_log(connection, options.store))
        number, last = head(connection)
        chosen = chosen_entries(
            entries(connection), body=options.body, what=options.what, by=options.by, since=options.since
        )
        if options.json:
            for entry in chosen:
                print(json.dumps(log_json(entry), ensure_ascii=False))
        else:
            rows = [[printable(text) for text in log_row(entry, say.language)] for entry in chosen]
            print(table(HEADINGS[say.language], rows, right=(0,)).rstrip())
            print(say(f"共 {number} 条，末条校验码 {last}", f"{counted(number, 'record')}, last hash {last}"))
    return report(problems, options.language, PROBLEMS) if problems else DONE
