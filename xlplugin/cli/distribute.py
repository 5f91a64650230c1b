"""``xlplugin distribute``: one workbook for each assessed body."""

import argparse
import sys
from pathlib import Path

from xlplugin.cli.language import Say, counted

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.distribution.raters import Rater
    from xlplugin.distribution.self_assessments import SelfAssessment
    from xlplugin.rubric.model import Rubric


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.cli.password import password_arguments
    from xlplugin.workbook.editions import EDITIONS

    parser.epilog = say("例：", "example: ") + "xlplugin distribute gaoping-2022-a -o 下发 --store results.db"
    parser.add_argument("rubric", help=say("评分表的名称或文件", "the rubric's id or file"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help=say("放到哪个文件夹", "the folder to write to")
    )
    parser.add_argument(
        "--store",
        required=True,
        metavar="DB",
        help=say("记录发放情况的数据库文件", "the database to record the issue in"),
    )
    parser.add_argument(
        "--edition",
        choices=EDITIONS,
        default="self",
        help=say("版式（默认 self：单位自评）", "edition (default: self, for self-assessment)"),
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="DB",
        help=say(
            "考核版：自评栏带入这个数据库里各单位报送的自评",
            "assess: fill in the self-assessments returned to this database",
        ),
    )
    parser.add_argument(
        "--look",
        type=Path,
        metavar="FILE",
        help=say(
            "版面设置，只写要改的项（见 templates/look.yaml）",
            "a look file with the settings that differ from templates/look.yaml",
        ),
    )
    parser.add_argument("--macros", action="store_true", help=say("带按钮的 .xlsm", "write .xlsm files with buttons"))
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="BODY", help=say("只发给这些考核对象", "issue only to these bodies")
    )
    parser.add_argument(
        "--bodies",
        type=Path,
        metavar="FILE",
        help=say(
            "自己的名单（CSV 或 XLSX，“单位名称”一列；默认用通知的名单）",
            "your own list: CSV or XLSX with the column 单位名称 (default: the notice's list)",
        ),
    )
    parser.add_argument(
        "--with-hidden",
        action="store_true",
        help=say("名单里隐藏或筛选掉的行也发", "issue also to bodies in hidden rows of the list"),
    )
    parser.add_argument(
        "--raters",
        type=Path,
        metavar="FILE",
        help=say(
            "考核版：考核人名单（CSV 或 XLSX：姓名、单位、负责、考核对象），每人一份，只能填自己负责的",
            "assess: a list of assessors (CSV or XLSX: 姓名, 单位, 负责, 考核对象); each fills in only what is theirs",
        ),
    )
    password_arguments(parser, say)
    parser.add_argument(
        "--reissue", default="", metavar="REASON", help=say("重发并写明原因", "issue again, for this reason")
    )
    parser.add_argument(
        "--due",
        default="",
        metavar="DAY",
        help=say("报送期限，如 2026-12-10", "the day by which to return, as 2026-12-10"),
    )
    parser.add_argument("--zip", type=Path, metavar="FILE", help=say("另打成一个压缩包", "also pack them into a zip"))


def run(options: argparse.Namespace) -> int:
    """Write a workbook for each body; nothing is written if one was issued before and no reason is given."""
    from xlplugin.cli import DONE, is_day
    from xlplugin.cli.password import chosen_password
    from xlplugin.cli.progress import Progress
    from xlplugin.distribution.distribute import distributed
    from xlplugin.distribution.manifest import manifest_name, pack
    from xlplugin.distribution.raters import read_raters
    from xlplugin.distribution.recipients import choose_recipients, read_recipients, recipients_of
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.rubric_files.check_rubric import load_rubric
    from xlplugin.store.database import open_store
    from xlplugin.workbook.build_options import BuildOptions
    from xlplugin.workbook.look_file import load_look

    if options.source and options.edition != "assess":
        raise UsageError([new_problem("--from", "from-needs-assess")])
    if options.due and not is_day(options.due):
        raise UsageError([new_problem("--due", "not-a-day", value=options.due)])
    password = chosen_password(options)
    say = Say(options.language)
    rubric = load_rubric(options.rubric)
    recipients = None
    if options.bodies:
        listed = read_recipients(options.bodies, with_hidden=options.with_hidden)
        recipients = listed.recipients
        for remark in listed.remarks:
            print(remark.text(options.language), file=sys.stderr)
    chosen = choose_recipients(recipients_of(rubric)[1] if recipients is None else recipients, options.only)
    raters: tuple[Rater, ...] = ()
    if options.raters:
        if options.edition != "assess":
            raise UsageError([new_problem("--raters", "raters-elsewhere", edition=options.edition)])
        listed_raters = read_raters(options.raters, rubric, [recipient.name for recipient in chosen])
        raters = listed_raters.raters
        for remark in listed_raters.remarks:
            print(remark.text(options.language), file=sys.stderr)
    own = _self_assessments(rubric, [recipient.name for recipient in chosen], options.source, options.edition, say)
    look = load_look(options.look) if options.look else None
    build = BuildOptions(edition=options.edition, look=look, macros=options.macros, password=password)
    issues = []
    with open_store(options.store) as store, Progress(say("已生成", "written")) as progress:
        for issue in distributed(
            store,
            rubric,
            recipients,
            options.output,
            build,
            only=options.only,
            reissue=options.reissue,
            own=own,
            raters=raters,
            due=options.due,
        ):
            issues.append(issue)
            progress.step()
    manifest = options.output / manifest_name(rubric.id, options.edition)
    if options.zip:
        write_atomically(options.zip, pack([*(options.output / issue.file for issue in issues), manifest]))
    print(say(f"{len(issues)} 个工作簿，清单 {manifest}", f"{counted(len(issues), 'workbook')}, listed in {manifest}"))
    return DONE


def _self_assessments(
    rubric: "Rubric", bodies: list[str], source: str, edition: str, say: Say
) -> "dict[str, SelfAssessment]":
    """Read the bodies' self-assessments from a store; report those that stay blank, and why."""
    from xlplugin.distribution.self_assessments import self_assessments
    from xlplugin.store.database import open_store
    from xlplugin.store.standings import state_name

    if not source:
        if edition == "assess":
            print(
                say("没有写 --from，各单位的自评栏留空", "without --from, all self-assessments stay blank"),
                file=sys.stderr,
            )
        return {}
    with open_store(source, must_exist=True) as store:
        own, missing = self_assessments(store, rubric, bodies)
    for body, state in missing.items():
        why = state_name(state, say.language)
        print(say(f"{body}：{why}，自评栏留空", f"{body}: {why}, its self-assessment stays blank"), file=sys.stderr)
    return own
