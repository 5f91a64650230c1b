"""``xlplugin collect``: take back the returns of the assessed bodies."""

import argparse
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import print_affected

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.returns.collected_file import Collected
    from xlplugin.returns.combined import Combined
    from xlplugin.returns.evidence.taking import EvidenceTaken
    from xlplugin.returns.find.found_files import FoundFile
    from xlplugin.returns.send_back.annotated_folder import AnnotatedFolder
    from xlplugin.store.database import Store
    from xlplugin.store.standings import Standing
    from xlplugin.store.submission import Submission


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin collect 报送 --store results.db"
    parser.add_argument("path", type=Path, nargs="+", help=say("报送来的文件或文件夹", "returned files or folders"))
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("发放时用的数据库", "the database used by distribute")
    )
    parser.add_argument(
        "--rubric",
        default="",
        metavar="RUBRIC",
        help=say(
            "自己的评分表（默认用程序自带的）",
            "your own rubric (default: searched beside the store, in this folder, among the built-in ones)",
        ),
    )
    parser.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help=say("同时用几个进程读取", "number of processes that read")
    )
    parser.add_argument(
        "--executor",
        default="",
        metavar="URL",
        help=say("在 Dask 集群上读取（dask://主机:8786）", "read on a Dask cluster (dask://host:8786)"),
    )
    parser.add_argument(
        "--return",
        dest="sent_back",
        type=Path,
        metavar="DIR",
        help=say(
            "把有问题的文件加上批注和“退回修改”页，写到这个文件夹",
            "write annotated copies of the files with problems into this folder, for the bodies to correct",
        ),
    )
    parser.add_argument(
        "--json", action="store_true", help=say("每个文件输出一行 JSON", "print one JSON line per file")
    )


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("1–256")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Collect every file; a bad one does not stop the others."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.cli.progress import Progress
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.returns.collect import collect_files
    from xlplugin.returns.evidence.taking import EvidenceTaker, is_other_workbook
    from xlplugin.returns.figures_of_others import OthersWatch
    from xlplugin.returns.find.found_files import files_in
    from xlplugin.returns.send_back.annotated_folder import AnnotatedFolder
    from xlplugin.store.database import open_store

    say = Say(options.language)
    passed_over: list[str] = []
    counts = {"files": 0, "clean": 0, "undecided": 0}
    held: dict[str, list[str]] = {}
    issues: set[str] = set()
    """The numbers of the workbooks that came back in this run."""
    with open_store(options.store, must_exist=True) as store:
        back = AnnotatedFolder(options.sent_back, options.path, store) if options.sent_back else None
        evidence, watch = EvidenceTaker(store, options.path), OthersWatch(store)
        with Progress(say("已收取", "collected")) as progress:
            files = _counting(evidence.pass_over(files_in(options.path)), passed_over)
            for collected in collect_files(store, files, options.rubric, options.jobs, options.executor):
                counts["files"] += 1
                counts["clean"] += collected.is_clean
                if collected.submission and collected.submission.issue:
                    issues.add(collected.submission.issue)
                evidence.see(collected)
                copy = back.take(collected) if back else None
                lines = [_as_json(collected, copy, say.language)] if options.json else list(_lines(collected, say))
                if is_other_workbook(collected) and not options.json:
                    held[collected.found.location] = lines  # it may turn out to be evidence
                    lines = []
                print("".join(f"{line}\n" for line in lines), end="")
                progress.step()
        taken = evidence.keep()
        counts["clean"] += len(taken.tables)
        for location, lines in held.items():
            if location not in taken.tables:
                print("".join(f"{line}\n" for line in lines), end="")
        tables = _report_bodies(store, options, issues, counts)
        affected = watch.affected()
        if not options.json:
            print("\n".join(_summary(counts, tables, passed_over, say)))
            print("".join(f"{line}\n" for line in _evidence(taken, say)), end="")
            print_affected(affected, say)
            if back:
                print(_sent_back(back, options.sent_back, say))
    if not counts["files"] and not taken.owned and not taken.unowned:
        raise UsageError([new_problem("、".join(map(str, options.path)), "nothing-to-collect")])
    is_clean = counts["clean"] == counts["files"] and not counts["undecided"] and not taken.unreadable
    return DONE if is_clean else PROBLEMS


def _report_bodies(
    store: "Store", options: argparse.Namespace, issues: set[str], counts: dict[str, int]
) -> dict[tuple[str, str], dict[str, int]]:
    """Say what a person has to decide about the bodies with files in this run; gives the states of all, by table.

    ``issues`` are the numbers of the workbooks that came back in this run.
    """
    tables: dict[tuple[str, str], dict[str, int]] = {}
    rounds = store.round_names()
    of_issues = store.rounds_of_issues() if len(rounds) > 1 else {}
    for name in rounds:
        if of_issues and not any(of_issues.get(issue) == name for issue in issues):
            continue  # the other rounds of the store have nothing to do with this run
        with store.showing(name):
            counted_here = _report_round(store, options, issues, counts)
        mark = f"{name} " if len(rounds) > 1 else ""
        tables |= {(f"{mark}{rubric}", edition): states for (rubric, edition), states in counted_here.items()}
    return tables


def _report_round(
    store: "Store", options: argparse.Namespace, issues: set[str], counts: dict[str, int]
) -> dict[tuple[str, str], dict[str, int]]:
    from xlplugin.returns.claimed_issue import IssuedWorkbooks
    from xlplugin.returns.combined import by_body
    from xlplugin.returns.score_returns import combined_of
    from xlplugin.store.standings import standings

    say = Say(options.language)
    tables: dict[tuple[str, str], dict[str, int]] = {}
    assessed: list[Standing] = []
    issued = IssuedWorkbooks(store, options.rubric)
    for of_body in by_body(standings(store)):
        of_run = [one for one in of_body if _is_of(one, issues)]
        for standing in of_body:
            states = tables.setdefault((standing.issue.rubric, standing.issue.edition), {})
            states[standing.state] = states.get(standing.state, 0) + 1
            if of_run:
                counts["undecided"] += bool(standing.of_several)
                if not options.json:
                    lines = _several(standing, partial(issued.place, standing.issue), say)
                    print("".join(f"{line}\n" for line in lines), end="")
        if of_run and of_body[0].issue.rater:
            assessed += of_body
    for combined in combined_of(store, by_body(assessed), options.rubric):
        counts["undecided"] += bool(combined.differences)
        if not options.json:
            print("".join(f"{line}\n" for line in _differences(combined, say)), end="")
    return tables


def _is_of(standing: "Standing", issues: set[str]) -> bool:
    """Whether a file of a body came back in this run."""
    files = (standing.current, *standing.earlier) if standing.current else ()
    return any(file.issue in issues for file in files)


def _counting(files: "Iterator[FoundFile]", passed_over: list[str]) -> "Iterator[FoundFile]":
    for file in files:
        if not file.may_be_return and not file.may_be_evidence:
            passed_over.append(file.name)
        yield file


def _lines(collected: "Collected", say: Say) -> Iterator[str]:
    """List what a person has to know about a file; nothing if there is nothing."""
    from xlplugin.cli.terminal_table import printable
    from xlplugin.workbook.editions import edition_name

    submission = collected.submission
    problems = collected.problems
    remarks = submission.remarks if submission else ()
    if not problems and not remarks and not collected.same_as:
        return
    whose = ""
    if submission and submission.issue:
        edition = edition_name(submission.edition) if say.language == "zh" else submission.edition
        whose = say(f"（{submission.body}，{edition}）", f" ({submission.body}, {edition})")
    yield printable(f"{collected.found.name}{whose}")
    for problem in problems[:MOST_PROBLEMS]:
        yield say("  问题 ", "  problem ") + printable(problem.text(say.language))
    if len(problems) > MOST_PROBLEMS:
        yield say(
            f"  共 {len(problems)} 处，其余见 --json", f"  {len(problems)} problems in total; see all with --json"
        )
    for remark in remarks:
        yield say("  提示 ", "  note ") + printable(remark.text(say.language))
    if collected.same_as:
        first = collected.found.name_of(collected.same_as)
        yield printable(say(f"  提示 与 {first} 完全相同，不重复计", f"  note identical to {first}, not counted again"))


def _several(standing: "Standing", place_of: Callable[[str], str], say: Say) -> Iterator[str]:
    """Show which of a body's files counts, and how they differ."""
    from xlplugin.cli.terminal_table import printable
    from xlplugin.store.standings import changed_entries
    from xlplugin.store.which_file_counts import has_entries
    from xlplugin.workbook.editions import edition_name

    current, issue = standing.current, standing.issue
    others = [submission for submission in standing.earlier if has_entries(submission)]
    if current is None or not others:
        return
    whose = say(f"{issue.body}（{edition_name(issue.edition)}）", f"{issue.body} ({issue.edition})")
    yield printable(say(f"{whose}交回多个文件：", f"{whose} sent several files: ") + _which_counts(standing, say))
    for problem in standing.of_several:
        yield printable(say("  问题 ", "  problem ") + problem.text(say.language))
    for other in others:
        changes = changed_entries(other, current)
        named_changes = ((place_of(name), before, after) for name, before, after in changes[:MOST_LISTED])
        listed = say("；", "; ").join(f"{place} {before} → {after}" for place, before, after in named_changes)
        if len(changes) > MOST_LISTED:
            listed += say(f"；等 {len(changes)} 处", f"; {len(changes)} in total")
        named = _with_time(other, say)
        same = say(f"  {named}保留备查；填报内容相同", f"  {named} is kept; its entries are the same")
        differs = say(f"  {named}保留备查；填报内容不同：{listed}", f"  {named} is kept; different entries: {listed}")
        yield printable(differs if changes else same)


def _differences(combined: "Combined", say: Say) -> Iterator[str]:
    """Show what a body's assessors entered differently."""
    from xlplugin.cli.terminal_table import printable

    for difference in combined.differences[:MOST_PROBLEMS]:
        yield printable(f"{combined.issue.body} {difference.problem().text(say.language)}")


def _which_counts(standing: "Standing", say: Say) -> str:
    current = standing.current
    if current is None or standing.rivals:
        return say("无法判断以哪个为准，暂不计分", "it is undecided which file counts, so there is no score yet")
    named = _with_time(current, say)
    if standing.is_rejected:
        return say(f"{named}已退回，都不计分", f"{named} was rejected, so no file counts")
    return say(f"以 {named}为准", f"{named} counts")


def _with_time(submission: "Submission", say: Say) -> str:
    """Return a file's name with its time, as two files may have the same name."""
    from xlplugin.store.issue import local_time
    from xlplugin.store.which_file_counts import time_of

    moment = local_time(time_of(submission))
    return say(f"{submission.file}（{moment}）", f"{submission.file} ({moment})")


MOST_PROBLEMS = 15
"""Number of problems of a file that are listed."""

MOST_LISTED = 8
"""Number of different entries that are listed for two files of a body."""


def _summary(
    counts: dict[str, int], tables: dict[tuple[str, str], dict[str, int]], passed_over: list[str], say: Say
) -> Iterator[str]:
    from xlplugin.cli.terminal_table import printable
    from xlplugin.store.standings import CLEAN, NOT_RETURNED, WITH_PROBLEMS
    from xlplugin.workbook.editions import edition_name

    files, clean = counts["files"], counts["clean"]
    text = say(
        f"共 {files} 个文件：{clean} 个无误，{files - clean} 个有问题",
        f"{counted(files, 'file')}: {clean} in order, {files - clean} with problems",
    )
    if passed_over:
        named = printable(say("、", ", ").join(passed_over[:MOST_LISTED])) + (
            "…" if len(passed_over) > MOST_LISTED else ""
        )
        text += say(
            f"；另有 {len(passed_over)} 个其他文件没有读取（{named}）",
            f"; {counted(len(passed_over), 'other file')} not read ({named})",
        )
    if files or passed_over:
        yield text
    for (rubric, edition), states in tables.items():
        returned, faulty, missing = (states.get(state, 0) for state in (CLEAN, WITH_PROBLEMS, NOT_RETURNED))
        yield say(
            f"{rubric}（{edition_name(edition)}）：{returned} 个已报送，{faulty} 个有问题，{missing} 个未报送",
            f"{rubric} ({edition}): {returned} returned, {faulty} with problems, {missing} not returned",
        )


def _evidence(taken: "EvidenceTaken", say: Say) -> Iterator[str]:
    """Say what evidence came, and what of it has to be looked at."""
    from xlplugin.cli.terminal_table import printable

    owned, unowned = len(taken.owned), len(taken.unowned)
    if owned:
        yield say(
            f"印证材料 {owned} 个文件，归入 {taken.bodies} 个单位（见 xlplugin evidence）",
            f"{counted(owned, 'file')} of evidence, bodies: {taken.bodies} (see xlplugin evidence)",
        )
    if unowned:
        named = say("、", ", ").join(file.name for file in taken.unowned[:MOST_LISTED])
        more = "…" if unowned > MOST_LISTED else ""
        yield printable(
            say(
                f"另有 {unowned} 个材料看不出是谁的（{named}{more}）；请放进该单位的文件夹，"
                "或在文件名上写明单位，再收取",
                f"{counted(unowned, 'file')} of evidence of nobody ({named}{more}); put them into a folder of the"
                " body, or write its name into the file's name, and collect again",
            )
        )
    for problem in taken.unreadable:
        yield say("  问题 ", "  problem ") + printable(problem.text(say.language))


def _sent_back(back: "AnnotatedFolder", folder: Path, say: Say) -> str:
    from xlplugin.cli.terminal_table import printable

    written, others = back.written, back.others
    text = say(f"退回件 {written} 个，写在 {folder}", f"{counted(written, 'annotated file')} to send back, in {folder}")
    if others:
        text += say(
            f"；另有 {others} 个不能加注，请直接告知",
            f"; {others} cannot be annotated, so inform these bodies directly",
        )
    return printable(text)


def _as_json(collected: "Collected", copy: Path | None, language: str) -> str:
    submission = collected.submission
    problems = collected.problems
    data: dict[str, object] = {"file": collected.found.name, "clean": collected.is_clean}
    if submission:
        data |= {"sha256": submission.sha256, "issue": submission.issue, "rubric": submission.rubric}
        data |= {"edition": submission.edition, "body": submission.body}
        result = submission.result
        data |= {"total": result.total or None, "published": result.published or None, "grade": result.grade or None}
    data["problems"] = [{"where": problem.where, "text": problem.at("").text(language)} for problem in problems]
    data["remarks"] = [remark.text(language) for remark in (submission.remarks if submission else ())]
    data["same_as"] = collected.same_as or None
    data["sent_back"] = str(copy) if copy else None
    return json.dumps(data, ensure_ascii=False)
