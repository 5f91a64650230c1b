"""``xlplugin new``."""

import argparse
from pathlib import Path

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin new gaoping-2023-a"
    parser.add_argument(
        "id",
        help=say("名称：小写字母、数字和连字符", "its id: a-z, 0-9, hyphens"),
    )
    start = parser.add_mutually_exclusive_group()
    start.add_argument(
        "--scheme",
        action="store_true",
        help=say(
            "写考核方案（等次、考核对象、程序），不写评分表", "a scheme (grades, bodies, procedure), not a rubric"
        ),
    )
    start.add_argument(
        "--from",
        dest="source",
        metavar="NAME",
        help=say("照往年的评分表或方案写：名称或文件", "copy the rubric or scheme of an earlier year (id or file)"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("写到哪个文件（默认 名称.yaml）", "the file to write (default: ID.yaml)"),
    )


def run(options: argparse.Namespace) -> int:
    """Write a rubric or scheme to start from; an existing file is not overwritten."""
    from xlplugin.cli import DONE
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.rubric_files.new_rubric import new_rubric_text, new_scheme_text, text_for_another_year

    path = options.output or Path(f"{options.id}.yaml")
    if options.source:
        text = text_for_another_year(options.source, options.id)
    else:
        text = (new_scheme_text if options.scheme else new_rubric_text)(options.id)
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
