"""``xlplugin publish``: the notice, the feedback to each body, the tables, the archive; before the decision, drafts."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import by_argument, calendar_argument, open_round, round_argument


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ")
        + "xlplugin publish --store results.db -o 征求意见 --draft --issuer 市政务公开领导小组办公室 --by 王芳；"
        "xlplugin publish --store results.db -o 通报 --issuer 市政务公开领导小组办公室"
    )
    parser.add_argument("--store", metavar="DB", default="", help=say("收取时用的数据库", "the database of the round"))
    round_argument(parser, say)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help=say("写到哪个文件夹", "the folder to write to")
    )
    parser.add_argument(
        "--draft",
        action="store_true",
        help=say(
            "定稿以前：只写给各单位征求意见的反馈，登记告知的日子（申诉期从这天起算）",
            "before the freeze: only the feedback for comment; its day, from which appeals are possible, is recorded",
        ),
    )
    parser.add_argument("--issuer", default="", metavar="NAME", help=say("落款（发文机关）", "who signs"))
    parser.add_argument(
        "--to", default="", metavar="NAMES", help=say("主送机关（默认“各被考核单位”）", "to whom it is sent")
    )
    parser.add_argument("--number", default="", metavar="NUMBER", help=say("发文字号", "the document number"))
    parser.add_argument(
        "--title", default="", metavar="TEXT", help=say("考核的名称（默认照方案的标题）", "what is assessed")
    )
    parser.add_argument(
        "--date",
        default="",
        metavar="DAY",
        help=say("成文日期，如 2026-12-20（默认定稿那天；征求意见的默认今天）", "the date of the documents"),
    )
    parser.add_argument(
        "--templates", type=Path, metavar="FOLDER", help=say("自己的模板所在的文件夹", "a folder with your templates")
    )
    parser.add_argument(
        "--write-templates",
        type=Path,
        metavar="FOLDER",
        help=say("把自带的模板写到这个文件夹，供在 Word 里修改", "copy the built-in templates, to change them in Word"),
    )
    parser.add_argument(
        "--reply-by",
        default="",
        metavar="DAY",
        help=say(
            "征求意见到哪一天为止（方案里没有申诉期的）", "until when bodies can reply, if the scheme has no time"
        ),
    )
    calendar_argument(parser, say)
    by_argument(parser, say, "由谁发出（征求意见时登记）", "who sends the drafts")


def run(options: argparse.Namespace) -> int:
    """Write what is published; refused while anything is open, with the list."""
    from datetime import date

    from xlplugin.cli import DONE, is_day
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.publishing.publish import TO_ALL, PublishOptions, write_templates

    say = Say(options.language)
    if options.write_templates:
        for path in write_templates(options.write_templates):
            print(say(f"已写出 {path}", f"written: {path}"))
        return DONE
    missing = [
        ("--store", options.store, "数据库，如 --store results.db", "the store"),
        ("-o", options.output, "写到哪个文件夹，如 -o 通报", "the folder to write to"),
        ("--issuer", options.issuer.strip(), "落款（发文机关），如 --issuer 市政务公开领导小组办公室", "who signs"),
    ]
    problems = [
        new_problem(name, "publish-needs", hint=what, hint_en=english)
        for name, value, what, english in missing
        if not value
    ]
    for name, given in (("--date", options.date), ("--reply-by", options.reply_by)):
        if given and not is_day(given):
            problems.append(new_problem(name, "not-a-day", value=given))
    if options.draft and not options.by.strip():
        problems.append(new_problem("--by", "answers-by-nobody"))
    if problems:
        raise UsageError(problems)
    day = date.fromisoformat(options.date) if options.date else None
    added = PublishOptions(
        options.issuer.strip(),
        options.to or TO_ALL,
        options.number,
        options.title,
        day,
        options.templates,
        date.fromisoformat(options.reply_by) if options.reply_by else None,
    )
    return _draft(options, added, say) if options.draft else _publish(options, added, say)


def _draft(options: argparse.Namespace, added: "PublishOptions", say: Say) -> int:
    from datetime import date

    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.cli.terminal_table import printable
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.publishing.freezing import open_round_of
    from xlplugin.publishing.publish import publish_drafts
    from xlplugin.rubric_files.reading.calendar_file import load_calendar
    from xlplugin.store.decided.appeals import announce
    from xlplugin.store.decided.freezes import freeze_in_force

    today = date.today()  # the office's own day
    day = added.day or today
    if day > today:
        raise UsageError([new_problem("--date", "announced-in-the-future", day=day)])
    with open_round(options) as store:
        if freeze := freeze_in_force(store):
            raise UsageError([new_problem(freeze.round, "is-frozen", day=freeze.at[:10], by=freeze.by)])
        first = min(issue.issued_at for issue in store.issues())[: len("2026-12-01")]
        if (date.fromisoformat(first) - day).days > MOST_DAYS_BEFORE:
            raise UsageError([new_problem("--date", "announced-before-sending", day=day, first=first)])
        found = open_round_of(store)
        written = publish_drafts(found, options.output, added, load_calendar(options.calendar), day)
        announce(store, day.isoformat(), options.by.strip(), written.last_days)
    print(
        say(
            f"{written.feedbacks} 份征求意见的反馈，写在 {options.output}；已登记 {day} 告知得分",
            f"{counted(written.feedbacks, 'draft')} in {options.output}; recorded: figures announced on {day}",
        )
    )
    without = [body for body in found.result.bodies if body.no_score]
    for body in without:
        print(printable(say(f"{body.body}：{body.no_score}", f"{body.body}: {body.no_score}")))
    return PROBLEMS if without else DONE


def _publish(options: argparse.Namespace, added: "PublishOptions", say: Say) -> int:
    from xlplugin.cli import DONE, PROBLEMS, report
    from xlplugin.cli.terminal_table import printable
    from xlplugin.publishing.freezing import open_points, open_round_of, required_freeze
    from xlplugin.publishing.publish import publish
    from xlplugin.rubric_files.reading.calendar_file import load_calendar
    from xlplugin.store.decided.freezes import freeze_in_force

    with open_round(options) as store:
        if freeze_in_force(store) is None and (points := list(open_points(store, open_round_of(store)))):
            return report(points, options.language, PROBLEMS)
        freeze = required_freeze(store)
        written = publish(store, freeze, options.output, added, load_calendar(options.calendar))
    print(
        say(
            f"{options.output}：通报、{written.feedbacks} 份反馈、汇总表、整改 {written.rectified} 项、归档",
            f"{options.output}: the notice, {counted(written.feedbacks, 'feedback')}, the tables, "
            f"{written.rectified} to be rectified, the archive",
        )
    )
    for name, why, where in written.archive.missing if written.archive else ():
        reason = say(f"{where} 已没有这个文件", f"{where} is not there any more")
        reason = reason if why == "not-there" else say(f"{where} 已改动", f"{where} was changed since")
        print(printable(say(f"没有归档：{name}，{reason}", f"not archived: {name}: {reason}")))
    return DONE


MOST_DAYS_BEFORE = 366
"""Days that figures may have been announced before this store sent its first workbook: more are a slip of the pen."""

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.publishing.publish import PublishOptions
