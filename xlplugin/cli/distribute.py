"""``xlplugin distribute``: one workbook for each assessed body."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlplugin.cli.language import Say, counted

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.distribution.carrying import CarriedOver
    from xlplugin.distribution.raters import Rater
    from xlplugin.distribution.recipients import Recipient
    from xlplugin.distribution.self_assessments import SelfAssessment
    from xlplugin.rubric.model import Rubric
    from xlplugin.store.database import Store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    from xlplugin.cli.password import password_arguments
    from xlplugin.workbook.editions import EDITIONS

    parser.epilog = say("例：", "example: ") + "xlplugin distribute gaoping-2022-a -o 下发 --store results.db"
    parser.add_argument(
        "rubric",
        help=say(
            "评分表的名称或文件；写考核方案的，按它的名单给各类单位各发各的表",
            "a rubric (id or file), or a scheme: each class of bodies gets its own table",
        ),
    )
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
            "自己的名单（CSV 或 XLSX，“单位名称”一列；发几张表的加“类别”一列；默认用通知的名单）",
            "your own list: CSV or XLSX with 单位名称, and 类别 for several tables (default: the notice's list)",
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
        help=say(
            "报送期限，如 2026-12-10（自评不写时用考核方案的报送时限）",
            "the day by which to return, as 2026-12-10 (default for self-assessments: the scheme's 报送时限)",
        ),
    )
    parser.add_argument(
        "--period",
        default="",
        metavar="NAME",
        help=say("分期填报的评分表：哪一期，如 第一季度", "for a table with periods (分期): which one, as 第一季度"),
    )
    parser.add_argument(
        "--round",
        default="",
        metavar="NAME",
        help=say(
            "轮次名称，如 2023年第一季度（默认：发过这份评分表的轮次，没有就是“2022年度”这样的年度）",
            "the round, such as 2023年第一季度 (default: the one in which this rubric was sent, or its year's)",
        ),
    )
    parser.add_argument("--zip", type=Path, metavar="FILE", help=say("另打成一个压缩包", "also pack them into a zip"))


def run(options: argparse.Namespace) -> int:
    """Write a workbook for each body; nothing is written if one was issued before and no reason is given."""
    from xlplugin.cli import DONE, is_day
    from xlplugin.cli.password import chosen_password
    from xlplugin.cli.progress import Progress
    from xlplugin.distribution.distribute import check_issues, distributed
    from xlplugin.distribution.manifest import manifest_name, pack
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.store.database import open_store
    from xlplugin.store.issue import round_of_year
    from xlplugin.workbook.build_options import BuildOptions
    from xlplugin.workbook.look_file import load_look

    if options.source and options.edition != "assess":
        raise UsageError([new_problem("--from", "from-needs-assess")])
    if options.due and not is_day(options.due):
        raise UsageError([new_problem("--due", "not-a-day", value=options.due)])
    password = chosen_password(options)
    say = Say(options.language)
    tables = _tables(options)
    _check_only(options.only, [recipient.name for _, recipients in tables for recipient in recipients])
    _choose_period(options, [rubric for rubric, _ in tables])
    look = load_look(options.look) if options.look else None
    build = BuildOptions(edition=options.edition, look=look, macros=options.macros, password=password)
    written: list[Path] = []
    chosen = []
    for rubric, recipients in tables:  # everything is read before anything is written
        if names := _chosen(recipients, options.only):
            others = {recipient.name for _, listed in tables for recipient in listed} - set(names)
            raters = _raters(options, rubric, names, others)
            own = _self_assessments(rubric, names, options, say)
            chosen.append((rubric, recipients, names, raters, own))
    with open_store(options.store) as store:
        for rubric, _, names, *_ in chosen:
            check_issues(store, rubric, options.edition, names, options.reissue, options.round)
        for rubric, recipients, names, raters, own in chosen:
            issues = []
            carried = _carried(store, rubric, names, raters, options) if options.reissue else {}
            with Progress(say("已生成", "written")) as progress:
                for issue in distributed(
                    store,
                    rubric,
                    recipients if options.bodies else None,
                    options.output,
                    build,
                    only=names,
                    reissue=options.reissue,
                    own=own,
                    raters=raters,
                    due=options.due or (rubric.scheme.due if options.edition == "self" else ""),
                    round_name=options.round,
                    carried=carried,
                ):
                    issues.append(issue)
                    progress.step()
            mark = issues[0].round.removeprefix(round_of_year(rubric.year)) if issues else ""
            manifest = options.output / manifest_name(rubric.id, options.edition, mark)
            written += [*(options.output / issue.file for issue in issues), manifest]
            count = len(issues)
            print(say(f"{count} 个工作簿，清单 {manifest}", f"{counted(count, 'workbook')}, listed in {manifest}"))
            print("".join(f"{line}\n" for line in _carrying(carried, say)), end="")
    if options.zip:
        write_atomically(options.zip, pack(written))
    return DONE


def _choose_period(options: argparse.Namespace, rubrics: "list[Rubric]") -> None:
    """Let the round be that of the period; a table with periods needs one."""
    from xlplugin.errors import UsageError, nearest, new_problem
    from xlplugin.store.rounds import round_of_period

    for rubric in rubrics:
        known = tuple(name for name, _ in rubric.periods.parts) if rubric.periods else ()
        if options.period and options.period not in known:
            facts = {"rubric": rubric.id, "name": options.period, **nearest(options.period, known)}
            raise UsageError([new_problem("--period", "no-such-period" if known else "no-periods", **facts)])
        if known and not options.period:
            code = "period-needed" if options.round else "which-period"
            raise UsageError([new_problem("--period", code, rubric=rubric.id, known="、".join(known))])
    if options.period and options.round:
        raise UsageError([new_problem("--period", "period-or-round")])
    if options.period:
        options.round = round_of_period(rubrics[0].year, options.period)


def _carried(
    store: "Store", rubric: "Rubric", names: list[str], raters: "Sequence[Rater]", options: argparse.Namespace
) -> "dict[tuple[str, str], CarriedOver]":
    from xlplugin.distribution.carrying import entries_to_carry
    from xlplugin.store.rounds import round_for

    name = round_for(store, rubric.id, rubric.year, options.round)
    return entries_to_carry(store, rubric, options.edition, names, name, raters)


def _carrying(carried: "dict[tuple[str, str], CarriedOver]", say: Say) -> Iterator[str]:
    """Say what was carried over into the new workbooks, and list what could not be."""
    from xlplugin.cli.terminal_table import printable

    why = {
        "gone": say("新表没有这一项", "the new table has no such input"),
        "changed": say("这一项的内容已改", "this input has another meaning now"),
        "elsewhere": say("这个指标改由别人考核", "another assessor has this indicator now"),
        "invalid": say("填的内容不合要求", "the entry is not valid"),
    }
    if carried:
        count = sum(one.count for one in carried.values())
        yield say(
            f"已有报送的 {len(carried)} 份，带入 {count} 项填报",
            f"entries carried over: {count}, in workbooks: {len(carried)}",
        )
    for (body, rater), one in carried.items():
        for left in one.left:
            whose = f"{body}（{rater}）" if rater else body
            yield printable(
                say(
                    f"没有带入 {whose} {left.key} {left.label}：{left.value}（{why[left.why]}）",
                    f"not carried over: {whose} {left.key} {left.label}: {left.value} ({why[left.why]})",
                )
            )


def _tables(options: argparse.Namespace) -> "list[tuple[Rubric, list[Recipient]]]":
    """Return the rubric, or those of the scheme, each with its bodies."""
    from xlplugin.distribution.recipients import read_recipients, recipients_by_table, recipients_of
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.rubric.model import Rubric
    from xlplugin.rubric_files.check_rubric import load_rubric, load_rubric_or_scheme

    found = load_rubric_or_scheme(options.rubric)
    listed = None
    if options.bodies:
        read = read_recipients(options.bodies, with_hidden=options.with_hidden)
        listed = read.recipients
        for remark in read.remarks:
            print(remark.text(options.language), file=sys.stderr)
    if isinstance(found, Rubric):
        return [(found, recipients_of(found)[1] if listed is None else listed)]
    by_table = recipients_by_table(found, listed, str(options.bodies or ""))
    tables = [(load_rubric(_beside(options.rubric, id)), recipients) for id, recipients in by_table.items()]
    problems = []
    for rubric, _ in tables if found.tables else ():
        if rubric.periods:
            problems.append(new_problem(rubric.id, "tables-with-periods", rubric=rubric.id))
        if rubric.scheme.id != found.id:
            problems.append(new_problem(rubric.id, "table-of-other-scheme", rubric=rubric.id, scheme=found.id))
    if problems:
        raise UsageError(problems)
    return tables


def _beside(scheme: str, rubric: str) -> str:
    """Return the file of a scheme's rubric beside the scheme's own, if there is one; otherwise its id."""
    from xlplugin.rubric_files.library import shared_file

    path = Path(scheme).with_name(f"{rubric}.yaml")
    return str(path) if Path(scheme).suffix and (path.is_file() or shared_file(path)) else rubric


def _chosen(recipients: "list[Recipient]", only: list[str]) -> list[str]:
    return [recipient.name for recipient in recipients if not only or recipient.name in only]


def _check_only(only: list[str], known: list[str]) -> None:
    from xlplugin.errors import UsageError, nearest, new_problem

    if missing := [name for name in only if name not in known]:
        facts = [{"name": name, **nearest(name, tuple(known))} for name in missing]
        raise UsageError([new_problem("--only", "no-such-body", **fact) for fact in facts])


def _raters(options: argparse.Namespace, rubric: "Rubric", bodies: list[str], others: set[str]) -> "tuple[Rater, ...]":
    """Read the assessors' list, if there is one; say which indicators several of them assess."""
    from xlplugin.distribution.raters import read_raters
    from xlplugin.errors import UsageError, new_problem

    if not options.raters:
        return ()
    if options.edition != "assess":
        raise UsageError([new_problem("--raters", "raters-elsewhere", edition=options.edition)])
    listed = read_raters(options.raters, rubric, bodies, others)
    for remark in listed.remarks:
        print(remark.text(options.language), file=sys.stderr)
    return listed.raters


def _self_assessments(
    rubric: "Rubric", bodies: list[str], options: argparse.Namespace, say: Say
) -> "dict[str, SelfAssessment]":
    """Read the bodies' self-assessments from a store; report those that stay blank, and why."""
    from xlplugin.distribution.self_assessments import self_assessments
    from xlplugin.store.database import open_store
    from xlplugin.store.rounds import choose_round, round_for
    from xlplugin.store.standings import state_name

    if not options.source:
        if options.edition == "assess":
            print(
                say("没有写 --from，各单位的自评栏留空", "without --from, all self-assessments stay blank"),
                file=sys.stderr,
            )
        return {}
    with open_store(options.source, must_exist=True) as store:
        name = round_for(store, rubric.id, rubric.year, options.round)
        choose_round(store, name if name in store.round_names() else "")
        own, missing = self_assessments(store, rubric, bodies)
    for body, state in missing.items():
        why = state_name(state, say.language)
        print(say(f"{body}：{why}，自评栏留空", f"{body}: {why}, its self-assessment stays blank"), file=sys.stderr)
    return own
