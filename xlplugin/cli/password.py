"""Passwords on the command line. Others may see them there, so that a file or a variable is better."""

import argparse
import os
import sys
from pathlib import Path

from xlplugin.cli.language import Say


def password_arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define ``--password`` and ``--password-file``."""
    from xlplugin.workbook.writing.password_hash import PASSWORD_VARIABLE

    parser.add_argument(
        "--password",
        help=say(
            f"保护密码（本机其他人可能看到，建议用 --password-file 或环境变量 {PASSWORD_VARIABLE}）",
            f"password for protection (others may see it here: better use --password-file or set {PASSWORD_VARIABLE})",
        ),
    )
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=say("保护密码写在这个文件的第一行", "file with the password in its first line"),
    )


def chosen_password(options: argparse.Namespace) -> str:
    """Return the password for protection; '' for none.

    Raises:
        UsageError: it is blank, given twice, or its file cannot be read.
    """
    from xlplugin.errors import UsageError, new_problem
    from xlplugin.files.reading import cannot_read, read_file
    from xlplugin.workbook.writing.password_hash import PASSWORD_VARIABLE

    if options.password is not None and options.password_file:
        raise UsageError([new_problem("--password", "two-passwords")])
    if options.password_file:
        try:
            lines = read_file(options.password_file).decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise cannot_read(options.password_file, error) from error
        if not lines or not lines[0]:
            raise UsageError([new_problem(str(options.password_file), "blank-password")])
        return str(lines[0])
    if options.password == "":
        raise UsageError([new_problem("--password", "blank-password")])
    if options.password:
        print(new_problem("--password", "password-seen").text(options.language), file=sys.stderr)
    return options.password or os.environ.get(PASSWORD_VARIABLE, "")
