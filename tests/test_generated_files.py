"""Files that follow from declarations are up to date, and every kind of clause is declared in full."""

import subprocess
import sys
from typing import get_args

from tests.conftest import ROOT
from xlplugin.rubric.clause_kinds import KINDS, Kind


def test_schemas_and_guides_are_what_the_declarations_give() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "tools" / "write-generated", "--check"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_the_declared_kinds_are_the_kinds_that_code_matches() -> None:
    assert set(KINDS) == set(get_args(Kind))


def test_the_templates_of_documents_are_what_their_program_makes() -> None:
    """Its bytes depend on the version of python-docx, whose default document it begins with: that of the tests."""
    command = [sys.executable, str(ROOT / "tools" / "make-document-templates"), "--check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")
