"""A workbook is the same bytes with and without lxml, which openpyxl would write with."""

import os
import subprocess
import sys

import pytest

BUILD = """
import hashlib
from xlplugin import BuildOptions, load_rubric
from xlplugin.workbook.build import workbook_bytes
import openpyxl
content = workbook_bytes(load_rubric("gaoping-2022-a"), BuildOptions(edition="self"))
print(openpyxl.LXML, hashlib.sha256(content).hexdigest())
"""


def built(first: str) -> list[str]:
    variables = {name: value for name, value in os.environ.items() if name != "OPENPYXL_LXML"}  # conftest sets it
    command = [sys.executable, "-c", first + BUILD]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=variables)
    return ran.stdout.split()


def test_a_workbook_is_the_same_bytes_with_and_without_lxml() -> None:
    pytest.importorskip("lxml")
    assert built("import lxml.etree") == built("import sys; sys.modules['lxml'] = None")
