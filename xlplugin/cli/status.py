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
    from xlplugin.errors import WrongUse, problem
    from xlplugin.files.whole_files import write_beside
    from xlplugin.rubric_files.versions import id_of
    from xlplugin.store.database import open_store
    from xlplugin.store.standings import WITH_PROBLEMS, standings
    from xlplugin.store.submissions import Submissions

    if options.output and options.output.suffix.lower() != ".xlsx":
        raise WrongUse([problem(str(options.output), "xlsx-only")])
    say = Say(options.language)
    with open_store(options.store, must_exist=True) as store:
        found = list(standings(store, id_of(options.rubric), options.edition))
        if not found:
            raise WrongUse([problem(options.store, "nothing-issued")])
        strays = list(Submissions(store).strays())
    if options.output:
        from xlplugin.reports.status_table import status_file

        write_beside(options.output, status_file(found, strays))
    if options.json:
        print(json.dumps(_as_json(found, strays, say.language), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_text(found, strays, say)))
    return PROBLEMS if strays or any(one.state == WITH_PROBLEMS for one in found) else DONE


def _text(found: "list[Standing]", strays: "list[Submission]", say: Say) -> Iterator[str]:
    from itertools import groupby

    from xlplugin.cli.terminal_table import printable, table
    from xlplugin.store.standings import CLEAN, NOT_RETURNED, WITH_PROBLEMS
    from xlplugin.workbook.columns import edition_name

    head = [
        say(*words)
        for words in (
            *(("序号", "no."), ("考核对象", "body"), ("状态", "state"), ("得分", "score"), ("等次", "grade")),
            *(("问题", "problems"), ("此前", "earlier"), ("文件", "file")),
        )
    ]
    for (rubric, edition), some in groupby(found, lambda one: (one.issue.rubric, one.issue.edition)):
        of_table = list(some)
        states = [one.state for one in of_table]
        counted = [states.count(state) for state in (CLEAN, WITH_PROBLEMS, NOT_RETURNED)]
        name = edition_name(edition) if say.language == "zh" else edition
        yield say(
            f"{rubric}（{name}）：发出 {len(of_table)}，已报送 {counted[0]}，有问题 {counted[1]}，未报送 {counted[2]}",
            f"{rubric} ({name}): {len(of_table)} issued, {counted[0]} returned, {counted[1]} with problems, "
            f"{counted[2]} not returned",
        )
        rows = []
        for one in of_table:
            state = say(one.state, ENGLISH_STATES[one.state])
            result, file = one.result, one.current.file if one.current else ""
            published = result.published
            provisional = say("（暂定）", " (provisional)") if published and result.provisional else ""
            grade = f"{result.grade}{provisional}"
            several = str(len(one.earlier) or "")
            problems = str(len(one.problems) or "")
            position = str(one.issue.position)
            rows.append((position, printable(one.issue.body), state, published, grade, problems, several, file))
        yield table(head, [(*row[:-1], printable(row[-1])) for row in rows], right=(0, 3, 5, 6)).rstrip()
        for one in of_table:
            for found_problem in one.problems[:MOST_PROBLEMS]:
                yield printable(found_problem.at(_place(one, found_problem)).text(say.language))
            if len(one.problems) > MOST_PROBLEMS:
                count = len(one.problems)
                yield printable(say(f"{one.issue.body}：共 {count} 处", f"{one.issue.body}: {count} in all"))
    for stray in strays:
        yield printable(stray.problems[0].at(stray.file).text(say.language))


MOST_PROBLEMS = 3
"""Problems of a body that are told one by one; all are in --json."""


def _place(one: "Standing", found: "Problem") -> str:
    return f"{one.issue.body} {found.where}".rstrip()


def _as_json(found: "list[Standing]", strays: "list[Submission]", language: str) -> dict[str, object]:
    bodies = []
    for one in found:
        current = one.current
        told: dict[str, object] = {"rubric": one.issue.rubric, "edition": one.issue.edition, "body": one.issue.body}
        told |= {"position": one.issue.position, "state": one.state, "file": current.file if current else None}
        result = one.result
        told |= {"total": result.total or None, "published": result.published or None, "grade": result.grade or None}
        told |= {"provisional": result.provisional, "collected_at": current and current.collected_at}
        told |= {"problems": [why.text(language) for why in one.problems]}
        told |= {"superseded": [other.file for other in one.earlier]}
        bodies.append(told)
    unplaced = [{"file": one.file, "problems": [why.text(language) for why in one.problems]} for one in strays]
    return {"bodies": bodies, "unplaced": unplaced}
