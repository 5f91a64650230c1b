"""``xlplugin verify``: checks that all records of a store are intact."""

import argparse
import json

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin verify results.db"
    parser.add_argument("store", metavar="DB", help=say("发放和收取用的数据库", "the database to check"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """List every damaged record; ``collect`` repairs those of returns whose files are still there."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.store.checks.store_check import check_store
    from xlplugin.store.database import open_store

    say = Say(options.language)
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
