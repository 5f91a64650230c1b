"""``xlplugin new``."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin new gaoping-2023-a"
    parser.add_argument("id", help=say("评分表的名称：小写字母、数字和连字符", "the rubric's id: a-z, 0-9, hyphens"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("写到哪个文件（默认 名称.yaml）", "the file to write (default: ID.yaml)"),
    )


def run(options: argparse.Namespace) -> int:
    """Write a rubric to start from; an existing file is not overwritten."""
    from xlplugin.cli import DONE
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.rubric_files.new_rubric import new_rubric_text

    path = options.output or Path(f"{options.id}.yaml")
    text = new_rubric_text(options.id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError([new_problem(str(path), "file-exists")]) from error
    except OSError as error:
        raise UsageError([new_problem(str(path), "cannot-write", why=error.strerror)]) from error
    say = Say(options.language)
    print(
        say(f"已写好 {path}。改好后核对：xlplugin check {path}", f"wrote {path}; edit it, then: xlplugin check {path}")
    )
    return DONE
