"""``xlplugin distribute``: one workbook for each assessed body."""

import argparse
import sys
from pathlib import Path

from xlplugin.cli.language import ENGLISH_STATES, Say

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.distribution.distribute import Distribution
    from xlplugin.distribution.recipients import Recipient

EDITIONS = ("self", "plain", "assess")


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Describe the command."""
    from xlplugin.cli.password import password_arguments

    parser.epilog = say("例：", "example: ") + "xlplugin distribute gaoping-2022-a -o 下发 --store results.db"
    parser.add_argument("rubric", help=say("评分表的名称或文件", "the rubric's id or file"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help=say("放到哪个文件夹", "where to write them")
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("记录发放情况的数据库文件", "the database of what was issued")
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="self",
        help=say("版式（默认 self：单位自评）", "default: self, the body's own assessment"),
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="DB",
        help=say(
            "考核版：自评栏带入这个数据库里各单位报送的自评",
            "the assessors' edition: put in what each body has returned to this database",
        ),
    )
    parser.add_argument("--macros", action="store_true", help=say("带按钮的 .xlsm", "with buttons (.xlsm)"))
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="BODY", help=say("只发给这些考核对象", "only to these bodies")
    )
    parser.add_argument(
        "--bodies",
        type=Path,
        metavar="FILE",
        help=say(
            "自己的名单（CSV 或 XLSX，“单位名称”一列；默认用通知的名单）",
            "a list of your own (CSV or XLSX, its column 单位名称)",
        ),
    )
    parser.add_argument(
        "--with-hidden",
        action="store_true",
        help=say("名单里隐藏或筛选掉的行也发", "also to bodies in hidden rows of the list"),
    )
    password_arguments(parser, say)
    parser.add_argument(
        "--reissue", default="", metavar="REASON", help=say("重发并写明原因", "issue again, and say why")
    )
    parser.add_argument("--zip", type=Path, metavar="FILE", help=say("另打成一个压缩包", "pack them into a zip, too"))


def run(options: argparse.Namespace) -> int:
    """Write a workbook for each body; nothing is written where one was issued before and no reason is given."""
    from xlplugin.cli import DONE
    from xlplugin.cli.password import chosen_password
    from xlplugin.cli.progress import Progress
    from xlplugin.distribution.distribute import Distribution, distribute
    from xlplugin.distribution.manifest import manifest, manifest_name
    from xlplugin.distribution.recipients import only, read_recipients, recipients_of
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.rubric_files.check_rubric import load_rubric
    from xlplugin.store.database import open_store

    if options.source and options.edition != "assess":
        raise UsageError([new_problem("--from", "from-needs-assess")])
    password = chosen_password(options)
    say = Say(options.language)
    rubric = load_rubric(options.rubric)
    if options.bodies:
        listed_bodies = read_recipients(options.bodies, with_hidden=options.with_hidden)
        group, recipients = "", listed_bodies.recipients
        for remark in listed_bodies.remarks:
            print(remark.text(options.language), file=sys.stderr)
    else:
        group, recipients = recipients_of(rubric)
    everyone = Distribution(
        rubric,
        group,
        recipients,
        options.edition,
        options.macros,
        password,
    )
    chosen = only(recipients, options.only)
    if options.source:
        everyone = _with_own(everyone, options, chosen)
    with open_store(options.store) as store:
        issued = []
        with Progress(say("已生成", "written")) as progress:
            for issue in distribute(everyone, options.output, store, options.reissue, chosen):
                issued.append(issue)
                progress.step()
        listed = options.output / manifest_name(rubric.id, options.edition)
        write_atomically(listed, manifest(store.issues(rubric.id, options.edition)))
    if options.zip:
        from xlplugin.distribution.manifest import pack

        write_atomically(options.zip, pack([options.output / issue.file for issue in issued] + [listed]))
    print(say(f"{len(issued)} 个工作簿，清单 {listed}", f"{len(issued)} workbooks, listed in {listed}"))
    return DONE


def _with_own(everyone: "Distribution", options: argparse.Namespace, chosen: "list[Recipient]") -> "Distribution":
    """Put in what the bodies have returned; say whose column stays empty, and why."""
    from dataclasses import replace

    from xlplugin.distribution.self_assessments import self_assessments
    from xlplugin.store.database import open_store

    say = Say(options.language)
    with open_store(options.source, must_exist=True) as source:
        own, empty = self_assessments(source, everyone.rubric, [recipient.name for recipient in chosen])
    for body, state in empty.items():
        why = say(state, ENGLISH_STATES[state])
        print(say(f"{body}：{why}，自评栏留空", f"{body}: {why}, its own column stays empty"), file=sys.stderr)
    return replace(everyone, own=own)
