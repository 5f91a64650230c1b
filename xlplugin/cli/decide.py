"""``xlplugin decide``: proposes grades, takes the leading group's decisions, freezes the results, opens them again."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import by_argument, calendar_argument, open_round, round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.publishing.freezing import OpenRound
    from xlplugin.store.database import Store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin decide --store results.db -o 审定表.xlsx；"
        "xlplugin decide --store results.db --table 审定表.xlsx --by 张主任；"
        "xlplugin decide --store results.db --freeze --by 张主任 --why 12月20日领导小组会议"
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database of the round")
    )
    round_argument(parser, say)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=say("写出审定表（.xlsx，或供签字的 .docx；可写几次）", "write the table (.xlsx, or .docx for signature)"),
    )
    parser.add_argument(
        "--table", type=Path, metavar="FILE", help=say("读回审定过的表（.xlsx、.csv、.docx）", "read the table back")
    )
    parser.add_argument(
        "--as-proposed", action="store_true", help=say("全部照建议审定", "decide everything as it is proposed")
    )
    parser.add_argument(
        "--freeze",
        action="store_true",
        help=say("定稿：此后不能再改，公布的都出自这里", "freeze the results: nothing changes after that"),
    )
    parser.add_argument(
        "--reopen", default="", metavar="REASON", help=say("重新审定的理由", "open frozen results again, with a reason")
    )
    by_argument(parser, say, "由谁审定", "who decides")
    parser.add_argument(
        "--why", default="", metavar="TEXT", help=say("依据哪次会议、哪份文件", "the decision it follows")
    )
    parser.add_argument(
        "--overrule",
        default="",
        metavar="REASON",
        help=say(
            "超出名额、申诉期未过而仍要办理的理由", "why a quota is exceeded, or the time for appeals is cut short"
        ),
    )
    parser.add_argument(
        "--issuer", default="", metavar="NAME", help=say("审定表上的制表单位", "the office named on the form")
    )
    parser.add_argument(
        "--templates", type=Path, metavar="FOLDER", help=say("自己的模板所在的文件夹", "a folder with your templates")
    )
    calendar_argument(parser, say)
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Propose, decide, freeze or reopen; what is still open is the exit status 1."""
    from xlplugin.cli import DONE
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.store.decided.freezes import reopen

    say = Say(options.language)
    chosen = [bool(one) for one in (options.table, options.as_proposed, options.freeze, options.reopen)]
    if sum(chosen) > 1 or (any(chosen) and options.output):
        raise UsageError([new_problem("", "one-decision-at-a-time")])
    for path in options.output:
        if path.suffix.lower() not in (".xlsx", ".docx"):
            raise UsageError([new_problem("-o", "no-such-table-format", file=path.name, kinds=".xlsx、.docx")])
        if path.exists():  # somebody may have filled it in
            raise UsageError([new_problem(str(path), "file-exists")])
    with open_round(options) as store:
        if options.reopen:
            freeze = reopen(store, by=options.by, why=options.reopen)
            print(say(f"{freeze.round}：已重新审定", f"{freeze.round}: the results are open again"))
            return DONE
        return _decide(store, options, say)


def _decide(store: "Store", options: argparse.Namespace, say: Say) -> int:
    from xlplugin.cli import DONE
    from xlplugin.publishing.decision_table import as_proposed, decided_by_table, read_decisions
    from xlplugin.publishing.freezing import freeze_round, open_round_of
    from xlplugin.rubric_files.reading.calendar_file import load_calendar
    from xlplugin.store.decided.grades import keep_grades

    open_round = open_round_of(store)
    if options.table or options.as_proposed:
        if options.table:
            decisions = decided_by_table(
                read_decisions(options.table),
                open_round.proposals,
                open_round.result,
                open_round.schemes,
                where=options.table.name,
                by=options.by,
                overrule=options.overrule,
            )
        else:
            decisions = as_proposed(open_round.proposals, options.by)
        keep_grades(store, decisions)
        changed = sum(one.grade != one.proposed for one in decisions if one.published)
        print(
            say(
                f"已登记 {len(decisions)} 个考核对象的审定等次，其中 {changed} 个与建议不同",
                f"{counted(len(decisions), 'decision')} recorded, {changed} of them different from the proposal",
            )
        )
        return DONE
    if options.freeze:
        calendar = load_calendar(options.calendar)
        given = {"by": options.by, "why": options.why, "overrule": options.overrule}
        freeze = freeze_round(store, open_round, **given, calendar=calendar)
        print(say(f"{freeze.round}：已定稿", f"{freeze.round}: frozen"))
        print(say(f"定稿摘要 {freeze.digest}", f"digest {freeze.digest}"))
        print(
            say(
                f"办理记录第 {freeze.log_number} 条 {freeze.log_hash}",
                f"entry {freeze.log_number} of the log: {freeze.log_hash}",
            )
        )
        return DONE
    return _propose(store, open_round, options, say)


def _propose(store: "Store", open_round: "OpenRound", options: argparse.Namespace, say: Say) -> int:
    """Show or write the proposals, and what is open."""
    import json
    from dataclasses import asdict

    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.publishing.decision_table import in_rank_order
    from xlplugin.publishing.freezing import open_points

    is_written = _write(open_round, options)
    points = list(open_points(store, open_round))
    if options.json:
        found = [asdict(one) for one in open_round.proposals]
        said = [problem.text(options.language) for problem in points]
        print(json.dumps({"proposals": found, "open": said}, ensure_ascii=False, indent=1))
        return PROBLEMS if points else DONE
    if not is_written:
        heads = ("类别", "名次", "考核对象", "公布得分", "建议", "审定", "依据")
        english = ("class", "rank", "body", "published", "proposed", "decided", "because")
        rows = [
            [
                printable(text)
                for text in (
                    *(one.group or one.rubric, str(one.rank or ""), one.body, one.published, one.grade, one.decided),
                    "；".join((*one.reasons, *one.notes)),
                )
            ]
            for one in in_rank_order(open_round.proposals)
        ]
        print(table(heads if say.language == "zh" else english, rows, right=(1, 3)).rstrip())
    for path in options.output:
        print(say(f"已写出 {path}", f"written: {path}"))
    for problem in points:
        print(printable(problem.text(options.language)))
    return DONE if is_written or not points else PROBLEMS


def _write(open_round: "OpenRound", options: argparse.Namespace) -> bool:
    """Write the tables that are wanted."""
    from datetime import date

    from xlplugin.files.whole_files import write_atomically
    from xlplugin.publishing.decision_table import decision_workbook
    from xlplugin.publishing.publish import PublishOptions, decision_form_document

    for path in options.output:
        if path.suffix.lower() == ".xlsx":
            grades = tuple(dict.fromkeys(grade for table in open_round.result.tables for grade in table.grades))
            content = decision_workbook(open_round.result.name, open_round.proposals, grades)
        else:
            added = PublishOptions(options.issuer, templates=options.templates)
            content = decision_form_document(open_round, added, date.today())  # the office's own day
        write_atomically(path, content)
    return bool(options.output)
