"""Arguments that several commands have: who decides, and whose figures."""

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


def edition_argument(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define ``--edition``: whose figures, by default the final ones."""
    from xlplugin.workbook.editions import EDITIONS

    parser.add_argument(
        "--edition",
        choices=(*EDITIONS, "final"),
        default="final",
        help=say(
            "哪个版式（默认 final：考核结果加更正）",
            "the edition (default: final, the assessed figures with corrections)",
        ),
    )
