"""A small round, made once for each worker, and copied for each test that changes it."""

from pathlib import Path

import pytest

from tests.support.small_round import SmallRound


@pytest.fixture(scope="session")
def made_round(tmp_path_factory: pytest.TempPathFactory) -> SmallRound:
    return SmallRound.made(tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="session")
def frozen_once(made_round: SmallRound, tmp_path_factory: pytest.TempPathFactory) -> SmallRound:
    return made_round.copy(tmp_path_factory.mktemp("frozen")).frozen()


@pytest.fixture
def small(made_round: SmallRound, tmp_path: Path) -> SmallRound:
    return made_round.copy(tmp_path)


@pytest.fixture
def frozen(frozen_once: SmallRound, tmp_path: Path) -> SmallRound:
    return frozen_once.copy(tmp_path)
