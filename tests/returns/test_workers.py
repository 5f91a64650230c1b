"""Returns are read on a cluster, and only one place writes: the store is what one process makes of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from distributed import LocalCluster

from tests.returns.test_collect import BODIES, Office
from xlplugin.cli import main


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**options) as result:  # type: ignore[no-untyped-call]  # untyped
        yield result.scheduler_address.replace("tcp://", "dask://")


def rows(store: str) -> list[tuple[object, ...]]:
    query = "SELECT sha256, issue, body, file, cells, problems, remarks, result FROM submissions ORDER BY sha256"
    with closing(sqlite3.connect(store)) as connection:
        return list(connection.execute(query))


def test_a_cluster_of_two_gives_the_results_of_one_process(
    cluster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, [f"第{at}局" for at in range(1, 131)])
    forms = [office.form(seed) for seed in range(4)]
    for at, body in enumerate(office.issues):
        office.returns(body, 0, form=forms[at % 4])
    (office.back / "坏.xlsx").write_bytes(b"PK")
    fresh = Path(office.store).read_bytes()
    assert office.run("collect", "--executor", cluster) == 1
    output = capsys.readouterr().out
    on_cluster = rows(office.store)
    Path(office.store).write_bytes(fresh)
    assert office.run("collect", "--jobs", "1") == 1
    assert capsys.readouterr().out == output
    assert rows(office.store) == on_cluster
    assert len(on_cluster) == 131


@pytest.mark.parametrize(
    ("url", "message"), [("ray://x", "不认识"), ("dask://127.0.0.1:1", "连不上集群")], ids=["another", "not there"]
)
def test_a_cluster_that_is_not_there_is_reported(
    url: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlplugin.returns.workers.SECONDS", 1)
    office = Office(tmp_path, BODIES[:2])
    office.returns(BODIES[0], 0)
    assert main(["collect", str(office.back), "--store", office.store, "--executor", url, "--lang", "zh"]) == 2
    assert message in capsys.readouterr().err
