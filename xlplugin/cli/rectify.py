"""``xlplugin rectify``: the list of what must be rectified, what bodies report, re-checks, what is overdue."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import by_argument, calendar_argument, open_round, round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlplugin.publishing.rectification_list import RectificationItem
    from xlplugin.store.decided.rectifications import RectificationStep


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin rectify --store results.db 整改台账_米山镇.xlsx --by 王芳；"
        "xlplugin rectify --store results.db --check 米山镇 2.1.1 passed --by 李四 --why 现场复查已公开"
    )
    parser.add_argument(
        "tables", nargs="*", type=Path, metavar="TABLE", help=say("交回的整改台账", "lists that came back, filled in")
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database of the round")
    )
    round_argument(parser, say)
    parser.add_argument(
        "--check",
        nargs=3,
        metavar=("BODY", "PLACE", "RESULT"),
        help=say("登记复查：单位、编号、通过或未通过", "record a re-check: body, indicator, passed or failed"),
    )
    parser.add_argument(
        "--extend",
        nargs=3,
        metavar=("BODY", "PLACE", "DAY"),
        help=say("延期到哪一天：单位、编号、日期", "a later last day: body, indicator, day"),
    )
    parser.add_argument(
        "--each",
        type=Path,
        metavar="FOLDER",
        help=say("给每个单位写一份只有自己的台账", "write a list for each body, with only its own"),
    )
    by_argument(parser, say, "由谁登记或复查", "who records or checks it")
    parser.add_argument("--rubric", default="", metavar="RUBRIC", help=say("有几张评分表的，选一张", "which rubric"))
    parser.add_argument("--why", default="", metavar="REASON", help=say("复查的情况、延期的理由", "what was found"))
    parser.add_argument(
        "--published",
        default="",
        metavar="DAY",
        help=say(
            "通报的成文日期，期限从这天起算（默认 publish 登记的，没有公布的按定稿那天）",
            "the date of the notice, from which the time runs (default: what `publish` recorded, else the freeze)",
        ),
    )
    parser.add_argument(
        "--as-of",
        default="",
        metavar="DAY",
        help=say("截至哪一天算逾期（默认今天）", "the day by which something is overdue (default: today)"),
    )
    calendar_argument(parser, say)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=say("写出台账（.xlsx）", "write the list"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Record what came back or was re-checked, then show the list; what is overdue is the exit status 1."""
    from datetime import date

    from xlplugin.cli import DONE, PROBLEMS, is_day
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.publishing.freezing import frozen_round, required_freeze
    from xlplugin.publishing.gather_results import rubrics_of
    from xlplugin.publishing.rectification_list import rectification_items, with_steps
    from xlplugin.publishing.rectification_table import (
        read_reports,
        rectification_files,
        rectification_workbook,
    )
    from xlplugin.rubric_files.reading.calendar_file import load_calendar
    from xlplugin.store.decided.freezes import published_on
    from xlplugin.store.decided.rectifications import keep_rectification_steps, rectification_steps

    say = Say(options.language)
    days = {"--published": options.published, "--as-of": options.as_of}
    days |= {"--extend": options.extend[2]} if options.extend else {}
    for name, day in days.items():
        if day and not is_day(day):
            raise UsageError([new_problem(name, "not-a-day", value=day)])
    if options.output and options.output.suffix.lower() != ".xlsx":
        raise UsageError([new_problem(str(options.output), "xlsx-only")])
    today = date.fromisoformat(options.as_of) if options.as_of else date.today()
    with open_round(options) as store:
        freeze = required_freeze(store)
        result = frozen_round(store, freeze)
        schemes = {id: rubric.scheme for id, rubric in rubrics_of(store, result.tables).items()}
        since = date.fromisoformat(options.published or published_on(store, freeze) or freeze.at[: len("2026-12-20")])
        listed = rectification_items(result, schemes, since, load_calendar(options.calendar))
        items = with_steps(listed, rectification_steps(store))
        steps: list[RectificationStep] = []
        if options.output and options.output.resolve() in [path.resolve() for path in options.tables]:
            raise UsageError([new_problem(str(options.output), "output-is-input")])
        for path in options.tables:
            steps += read_reports(path, items, freeze.id, by=options.by, today=today)
        whose = [(one.rubric, one.body, one.place) for one in steps]
        if twice := [one for one in dict.fromkeys(whose) if whose.count(one) > 1]:
            raise UsageError([new_problem("", "rectified-twice", body=one[1], place=one[2]) for one in twice])
        steps += _given(options, items, freeze.id, today.isoformat())
        if steps:
            keep_rectification_steps(store, steps)
            items = with_steps(listed, rectification_steps(store))
        if options.tables or steps:
            print(say(f"已登记 {len(steps)} 项", f"{counted(len(steps), 'step')} recorded"))
    if options.output:
        write_atomically(options.output, rectification_workbook("整改台账", items, today))
    for name, content in rectification_files(items, today) if options.each else ():
        write_atomically(options.each / name, content)
    overdue = [item for item in items if item.days_overdue(today)]
    _show(items, options, say, today)
    return PROBLEMS if overdue else DONE


_RESULTS = {"通过": "passed", "未通过": "failed", "不通过": "failed"}


def _given(
    options: argparse.Namespace, items: "Sequence[RectificationItem]", freeze: int, today: str
) -> "list[RectificationStep]":
    """Return the re-check and the extension that the command line gives."""
    from xlplugin.errors import UsageError, nearest, new_problem
    from xlplugin.store.decided.rectifications import EXTENDED, FAILED, PASSED, RectificationStep

    problems = []
    found = []
    for name, given in (("--check", options.check), ("--extend", options.extend)):
        if not given:
            continue
        body, place, value = given
        value = _RESULTS.get(value, value)
        own = [one for one in items if (one.body, one.place) == (body, place)]
        own = [one for one in own if options.rubric in ("", one.rubric)]
        item = own[0] if len(own) == 1 else None
        if len(own) > 1:
            problems.append(new_problem(name, "body-of-several-tables", name=body, rubrics=_tables(own)))
        elif item is None:
            bodies = tuple(dict.fromkeys(one.body for one in items))
            places = tuple(one.place for one in items if one.body == body)
            if body in bodies:
                facts = {"body": body, "place": place, **nearest(place, places)}
                problems.append(new_problem(name, "place-not-rectifying", **facts))
            else:
                problems.append(new_problem(name, "body-not-rectifying", body=body, **nearest(body, bodies)))
        if name == "--extend" and item is not None and value <= item.due.isoformat():
            problems.append(new_problem(name, "not-later", day=value, due=item.due))
        if name == "--check" and value not in (PASSED, FAILED):
            problems.append(new_problem(name, "passed-or-failed", value=value))
        if not options.why.strip():
            problems.append(new_problem("--why", "correction-without-reason"))
        if not options.by.strip():
            problems.append(new_problem("--by", "answers-by-nobody"))
        if item is not None:
            what, day = (EXTENDED, value) if name == "--extend" else (value, today)
            whose = item.rubric, item.body, item.place, item.about
            found.append(RectificationStep(freeze, *whose, what, "", options.by.strip(), options.why.strip(), day))
    if problems:
        raise UsageError(list(dict.fromkeys(problems)))
    return found


def _tables(items: "Sequence[RectificationItem]") -> str:
    return "、".join(dict.fromkeys(item.rubric for item in items))


def _show(items: "Sequence[RectificationItem]", options: argparse.Namespace, say: Say, today: "date") -> None:
    import json
    from dataclasses import asdict

    from xlplugin.cli.terminal_table import printable, table

    if options.json:
        rows = [
            {**asdict(item), "due": item.due.isoformat(), "days_overdue": item.days_overdue(today)} for item in items
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    heads = ("考核对象", "编号", "指标", "失分", "期限", "状态", "逾期")
    english = ("body", "place", "indicator", "lost", "due", "state", "overdue")
    shown = [
        [
            *(printable(text) for text in (item.body, item.place, item.name, item.lost, item.due.isoformat())),
            item.state,
            str(item.days_overdue(today) or ""),
        ]
        for item in items
    ]
    print(table(heads if say.language == "zh" else english, shown, right=(3, 6)).rstrip())
    late = sum(item.days_overdue(today) > 0 for item in items)
    print(say(f"共 {len(items)} 项，逾期 {late} 项", f"{counted(len(items), 'item')}, {late} overdue"))


if TYPE_CHECKING:
    from datetime import date
