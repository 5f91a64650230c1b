"""``--by``: the person who decides, as every command that records a decision takes it."""

import argparse
import os

from xlplugin.cli.language import Say

BY_VARIABLE = "XLPLUGIN_BY"


def by_argument(parser: argparse.ArgumentParser, say: Say, chinese: str, english: str) -> None:
    """Define ``--by``; without it the name is taken from the environment, and without that the command refuses."""
    parser.add_argument(
        "--by",
        default=os.environ.get(BY_VARIABLE, ""),
        metavar="NAME",
        help=say(f"{chinese}（不写时取环境变量 {BY_VARIABLE}）", f"{english} (default: the variable {BY_VARIABLE})"),
    )
