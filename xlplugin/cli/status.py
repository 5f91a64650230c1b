"""``xlplugin status``: where each assessed body stands."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from xlplugin.cli.language import ENGLISH_STATES, Say

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.errors import Problem
    from xlplugin.store.standings import Standing
    from xlplugin.store.submission import Submission


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Describe the command."""
    parser.epilog = say("例：", "example: ") + "xlplugin status --store results.db -o 报送情况.xlsx"
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("发放时用的数据库", "the database used to distribute")
    )
    parser.add_argument(
        "--rubric",
        default="",
        metavar="RUBRIC",
        help=say("只看这份评分表（名称或文件）", "of this rubric only (id or file)"),
    )
    parser.add_argument(
        "--edition", default="", choices=("self", "plain", "assess"), help=say("只看这个版式", "of this edition only")
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("另存为一张 .xlsx 表", "write a table, too (.xlsx)")
    )


def run(options: argparse.Namespace) -> int:
    """Tell where each body stands, and which files are nobody's."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.whole_files import write_atomically
    from xlplugin.rubric_files.versions import id_of
    from xlplugin.store.database import open_store
    from xlplugin.store.standings import WITH_PROBLEMS, standings
    from xlplugin.store.submissions import Submissions

    if options.output and options.output.suffix.lower() != ".xlsx":
        raise UsageError([new_problem(str(options.output), "xlsx-only")])
    say = Say(options.language)
    with open_store(options.store, must_exist=True) as store:
        all_standings = list(standings(store, id_of(options.rubric), options.edition))
        if not all_standings:
            raise UsageError([new_problem(options.store, "nothing-issued")])
        strays = list(Submissions(store).strays())
    if options.output:
        from xlplugin.reports.status_table import status_file

        write_atomically(options.output, status_file(all_standings, strays))
    if options.json:
        print(json.dumps(_as_json(all_standings, strays, say.language), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_text(all_standings, strays, say)))
    return PROBLEMS if strays or any(standing.state == WITH_PROBLEMS for standing in all_standings) else DONE


def _text(all_standings: "list[Standing]", strays: "list[Submission]", say: Say) -> Iterator[str]:
    from itertools import groupby

    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.store.standings import CLEAN, NOT_RETURNED, WITH_PROBLEMS
    from xlplugin.workbook.editions import edition_name

    head = [
        say(*words)
        for words in (
            *(("序号", "no."), ("考核对象", "body"), ("状态", "state"), ("得分", "score"), ("等次", "grade")),
            *(("问题", "problems"), ("此前", "earlier"), ("文件", "file")),
        )
    ]
    for (rubric, edition), some in groupby(
        all_standings, lambda standing: (standing.issue.rubric, standing.issue.edition)
    ):
        of_table = list(some)
        states = [standing.state for standing in of_table]
        counted = [states.count(state) for state in (CLEAN, WITH_PROBLEMS, NOT_RETURNED)]
        name = edition_name(edition) if say.language == "zh" else edition
        yield say(
            f"{rubric}（{name}）：发出 {len(of_table)}，已报送 {counted[0]}，有问题 {counted[1]}，未报送 {counted[2]}",
            f"{rubric} ({name}): {len(of_table)} issued, {counted[0]} returned, {counted[1]} with problems, "
            f"{counted[2]} not returned",
        )
        rows = []
        for standing in of_table:
            state = say(standing.state, ENGLISH_STATES[standing.state])
            result, file = standing.result, standing.current.file if standing.current else ""
            published = result.published
            provisional = say("（暂定）", " (provisional)") if published and result.provisional else ""
            grade = f"{result.grade}{provisional}"
            several = str(len(standing.earlier) or "")
            problems = str(len(standing.problems) or "")
            position = str(standing.issue.position)
            rows.append((position, printable(standing.issue.body), state, published, grade, problems, several, file))
        yield table(head, [(*row[:-1], printable(row[-1])) for row in rows], right=(0, 3, 5, 6)).rstrip()
        for standing in of_table:
            for found_problem in standing.problems[:MOST_PROBLEMS]:
                yield printable(found_problem.at(_place(standing, found_problem)).text(say.language))
            if len(standing.problems) > MOST_PROBLEMS:
                count = len(standing.problems)
                yield printable(say(f"{standing.issue.body}：共 {count} 处", f"{standing.issue.body}: {count} in all"))
    for stray in strays:
        yield printable(stray.problems[0].at(stray.file).text(say.language))


MOST_PROBLEMS = 3
"""Problems of a body that are told one by one; all are in --json."""


def _place(standing: "Standing", problem: "Problem") -> str:
    return f"{standing.issue.body} {problem.where}".rstrip()


def _as_json(all_standings: "list[Standing]", strays: "list[Submission]", language: str) -> dict[str, object]:
    bodies = []
    for standing in all_standings:
        current = standing.current
        data: dict[str, object] = {
            "rubric": standing.issue.rubric,
            "edition": standing.issue.edition,
            "body": standing.issue.body,
        }
        data |= {
            "position": standing.issue.position,
            "state": standing.state,
            "file": current.file if current else None,
        }
        result = standing.result
        data |= {"total": result.total or None, "published": result.published or None, "grade": result.grade or None}
        data |= {"provisional": result.provisional, "collected_at": current and current.collected_at}
        data |= {"problems": [why.text(language) for why in standing.problems]}
        data |= {"superseded": [other.file for other in standing.earlier]}
        bodies.append(data)
    unplaced = [{"file": stray.file, "problems": [why.text(language) for why in stray.problems]} for stray in strays]
    return {"bodies": bodies, "unplaced": unplaced}
