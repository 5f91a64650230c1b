"""``xlplugin diff``."""

import argparse

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin diff gaoping-2022-a gaoping-2023-a.yaml"
    parser.add_argument("before", help=say("原来的评分表：名称或文件", "the earlier rubric: its id or file"))
    parser.add_argument("after", help=say("现在的评分表：名称或文件", "the later rubric: its id or file"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Print what changed between two rubrics, and whose score can change by it."""
    from dataclasses import asdict

    from xlplugin.cli import DONE
    from xlplugin.cli.terminal_table import printable
    from xlplugin.rubric_files.compare_rubrics import compare_rubrics
    from xlplugin.rubric_files.library import load_table

    changes = compare_rubrics(load_table(options.before), load_table(options.after))
    say = Say(options.language)
    if options.json:
        import json

        print(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
    elif not changes:
        print(say("没有不同", "no differences"))
    for change in () if options.json else changes:
        print(f"{' '.join(part for part in (change.place, change.name) if part)}  {change.what}".strip())
        print(f"  - {printable(change.before)}" if change.before else "  -")
        print(f"  + {printable(change.after)}" if change.after else "  +")
        nobody = say("得分不变，只是文字", "no score changes: only words")
        print(f"  {say('得分会变：', 'scores change: ') + change.who if change.who else nobody}")
    return DONE
