"""``xlplugin verify``: checks that all records of a store, or all of an archive, are intact."""

import argparse
import json

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin verify results.db"
    parser.add_argument(
        "store", metavar="PATH", help=say("发放和收取用的数据库，或归档（.zip）", "the database or archive to check")
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """List every damaged record; ``collect`` repairs those of returns whose files are still there."""
    from pathlib import Path

    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.publishing.archive import is_archive
    from xlplugin.store.checks.store_check import check_store
    from xlplugin.store.database import open_store

    say = Say(options.language)
    if "://" not in options.store and is_archive(Path(options.store)):  # a store may end with a workbook, also a zip
        return _archive(Path(options.store), options, say)
    with open_store(options.store, must_exist=True) as store:
        problems = list(check_store(store))
    if options.json:
        print(json.dumps({"problems": [problem.text(options.language) for problem in problems]}, ensure_ascii=False))
    else:
        for problem in problems:
            print(problem.text(options.language))
        if not problems:
            print(say(f"{options.store}：记录都与写入时相符", f"{options.store}: all records are intact"))
    return PROBLEMS if problems else DONE


def _archive(path: "Path", options: argparse.Namespace, say: Say) -> int:
    """Check an archive, and name its freeze: whoever has what was published compares the two."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.errors import UsageError
    from xlplugin.publishing.archive import check_archive, facts_of_archive

    problems = list(check_archive(path))
    try:
        facts = facts_of_archive(path)
    except UsageError:
        if not problems:
            raise
        for problem in problems:
            print(problem.text(options.language))
        return PROBLEMS
    if options.json:
        found: dict[str, object] = {"problems": [problem.text(options.language) for problem in problems]}
        found |= {"round": facts.round, "digest": facts.digest, "log": [facts.log_number, facts.log_hash]}
        print(json.dumps({**found, "missing": facts.missing}, ensure_ascii=False))
        return PROBLEMS if problems else DONE
    for problem in problems:
        print(problem.text(options.language))
    if not problems:
        print(say(f"{path}：与定稿时相符", f"{path}: everything is as it was frozen"))
    if count := len(facts.missing):
        shown = "、".join(facts.missing[:MOST_NAMED]) + ("……" if count > MOST_NAMED else "")
        print(say(f"归档时已缺 {count} 个文件：{shown}", f"{count} files were missing when it was made: {shown}"))
    print(
        say(
            f"{facts.round} 定稿摘要 {facts.digest}，办理记录第 {facts.log_number} 条 {facts.log_hash}；"
            "请与通报上的核对",
            f"{facts.round}: digest {facts.digest}, entry {facts.log_number} of the log {facts.log_hash}; "
            "compare them with the published notice",
        )
    )
    return PROBLEMS if problems else DONE


MOST_NAMED = 10

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from pathlib import Path
