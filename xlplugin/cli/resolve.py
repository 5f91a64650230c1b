"""``xlplugin resolve``: a person answers the open questions about returns."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from xlplugin.cli.language import Say, counted
from xlplugin.cli.shared_arguments import by_argument, open_round, print_affected, round_argument

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.errors import Problem
    from xlplugin.returns.resolve.questions import Question, Questions
    from xlplugin.store.database import Store


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin resolve --store results.db --by 李四, "
        "xlplugin resolve --store results.db --export 待答复.csv"
    )
    parser.add_argument(
        "--store", required=True, metavar="DB", help=say("收取时用的数据库", "the database used by collect")
    )
    round_argument(parser, say)
    by_argument(parser, say, "由谁答复", "name of the person who answers")
    parser.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help=say(
            "把待答复的问题写成表（.csv 或 .xlsx），填好“答复”“理由”两列",
            "write the questions to a table (.csv or .xlsx), to be filled in",
        ),
    )
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help=say("填好的表（.csv 或 .xlsx）", "read the answers from the filled table"),
    )
    parser.add_argument(
        "--answered", action="store_true", help=say("列出已经答复的", "list what was answered: by whom, when, why")
    )
    parser.add_argument(
        "--file",
        default="",
        metavar="NAME",
        help=say("拿错工作簿填的文件：连同 --to、--by、--why", "a file that somebody filled in in another's workbook"),
    )
    parser.add_argument(
        "--to", default="", metavar="BODY", help=say("这个文件改归哪个单位", "with --file: the body whose file it is")
    )
    parser.add_argument("--why", default="", metavar="TEXT", help=say("理由", "with --file: the reason"))
    parser.add_argument(
        "--rubric",
        default="",
        metavar="RUBRIC",
        help=say(
            "自己的评分表（默认用程序自带的）",
            "your own rubric (default: searched beside the store, in this folder, among the built-in ones)",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """List, export or answer the questions."""
    from xlplugin.cli import DONE, PROBLEMS, report
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.returns.figures_of_others import OthersWatch
    from xlplugin.returns.resolve.answer_file import answer_from_table, check_kind
    from xlplugin.returns.resolve.questions import Questions

    say = Say(options.language)
    if bool(options.file) != bool(options.to):
        raise UsageError([new_problem("--file", "file-and-body")])
    if (options.answers or options.file) and not options.by.strip():
        raise UsageError([new_problem("--by", "answers-by-nobody")])
    kind = check_kind(options.export, "--export") if options.export else ""
    if options.answers:
        check_kind(options.answers, "--answers")
    with open_round(options) as store:
        questions, watch = Questions(store, options.rubric), OthersWatch(store)
        refused: list[Problem] = []
        if options.answered:
            lines = list(_given(questions, say))
            print("\n".join(lines) or say("没有答复过", "nothing was answered"))
            return DONE
        if options.file:
            refused = _assign(store, questions, options)
            if not refused:
                name = options.to.strip()
                print(say(f"{options.file} 已改归{name}", f"{options.file} is {name}'s now"))
        elif options.answers:
            taken = answer_from_table(questions, options.answers, options.by.strip())
            refused = list(taken.refused)
            print(say(f"已记录 {taken.count} 个答复", f"{counted(taken.count, 'answer')} recorded"))
        elif not options.export and sys.stdin.isatty():
            refused = _by_hand(questions, options.by.strip(), say)
        affected = watch.affected(options.by.strip())
        left = list(questions.open())
    print_affected(affected, say)
    if options.export and not left and questions.unavailable:
        # No question could be asked at all; an exported table would suggest that none is open.
        return report(tuple(questions.unavailable), options.language, PROBLEMS)
    if options.export:
        from xlplugin.files.whole_files import write_atomically
        from xlplugin.returns.resolve.answer_file import questions_file

        write_atomically(options.export, questions_file(left, kind))
        print(
            say(
                f"{len(left)} 个待答复的问题，写在 {options.export}",
                f"{counted(len(left), 'open question')}, written to {options.export}",
            )
        )
    else:
        for question in left:
            print("\n".join(_asked(question, say)))
        print(say(f"待答复 {len(left)} 个", f"{counted(len(left), 'open question')}"))
    for problem in (*refused, *questions.unavailable, *questions.replaced):
        print(problem.text(say.language), file=sys.stderr)
    return PROBLEMS if left or refused or questions.unavailable else DONE


def _given(questions: "Questions", say: Say) -> Iterator[str]:
    """List what was answered, a line each."""
    from xlplugin.cli.terminal_table import printable
    from xlplugin.store.issue import local_time

    for file, place, given in questions.given():
        what = given.answer or say("空", "blank")
        about = f"{file.body}  {file.file} {place}".rstrip() + f"  {what}"
        by = say(
            f"（{given.by}，{local_time(given.at)}：{given.why}）",
            f" ({given.by}, {local_time(given.at)}: {given.why})",
        )
        yield printable(f"{about}{by}")


def _assign(store: "Store", questions: "Questions", options: argparse.Namespace) -> "list[Problem]":
    """Give a file to another body; gives what is wrong if that cannot be."""
    from xlplugin.errors import UsageError, nearest, new_problem
    from xlplugin.store.submissions import Submissions

    submissions = Submissions(store)
    found = submissions.called(options.file)
    if not found:
        facts = nearest(options.file, submissions.names())
        raise UsageError([new_problem("--file", "file-not-collected", name=options.file, **facts)])
    if len(found) > 1:
        files = "、".join(f"{one.path}（{one.body}，{one.sha256[:8]}）" for one in found)
        raise UsageError([new_problem("--file", "file-several", name=options.file, count=len(found), files=files)])
    problem = questions.assign(found[0].sha256, options.to.strip(), options.why, options.by.strip())
    return [problem] if problem else []


def _by_hand(questions: "Questions", by: str, say: Say) -> "list[Problem]":
    """Ask one question at a time in a terminal; a blank line skips it, the end of input ends."""
    from xlplugin.errors import UsageError, new_problem

    try:
        by = by or input(say("由谁答复：", "your name: ")).strip()
        if not by:
            raise UsageError([new_problem("--by", "answers-by-nobody")])
        for question in list(questions.open()):
            print("\n".join(_asked(question, say)))
            answer = input(
                say("  答复（字母或内容，回车跳过）：", "  answer (letter or value, empty to skip): ")
            ).strip()
            if not answer:
                continue
            answer = dict(zip(_LETTERS, question.choices, strict=False)).get(answer.lower(), answer)
            why = input(say("  理由：", "  reason: "))
            if problem := questions.answer(question, answer, why, by):
                print(f"  {problem.text(say.language)}")
    except EOFError:
        print()
    return []


def _asked(question: "Question", say: Say) -> list[str]:
    from xlplugin.cli.terminal_table import printable

    where = f"{question.body}  {question.place or question.file}  {question.label}"
    reasons = [printable(f"  {line}") for line in question.why.splitlines()]
    return [printable(where), *reasons, say("  可选：", "  choices: ") + printable(_lettered(question))]


def _lettered(question: "Question") -> str:
    return "  ".join(f"{letter}) {choice}" for letter, choice in zip(_LETTERS, question.choices, strict=False))


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Choices are labelled by letters, because a number may be the answer itself."""
