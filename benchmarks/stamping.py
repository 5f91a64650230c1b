"""Copies for every body, beside copying the same bytes and beside openpyxl loading and saving them."""

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.harness import report, side_by_side
from xlplugin import load_rubric
from xlplugin.distribution.distribute import TOKENS, Distribution
from xlplugin.distribution.stamping import StampBase

FILES = 1_400
BOUND = 1.6
"""Of the time that copying the same bytes takes."""

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # the disk's noise is up to sevenfold
COPY, OURS, OPENPYXL = f"shutil.copy, {FILES} files", f"stamping, {FILES} files", "openpyxl load and save, 20 files"


def run() -> bool:
    """Measure; whether the bound is kept."""
    base = StampBase(Distribution(load_rubric("gaoping-2022-b"), "B类", []).base(), TOKENS)
    folder = tempfile.mkdtemp(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None)
    try:
        return _measure(base, Path(folder))
    finally:
        shutil.rmtree(folder)


def _measure(base: StampBase, folder: Path) -> bool:
    model = folder / "model.xlsx"
    model.write_bytes(base.stamp({"body": "某某镇", "issue": "0" * 36, "seal": "0" * 64}))

    def copy() -> None:
        for at in range(FILES):
            shutil.copy(model, folder / f"copy{at}.xlsx")

    def stamp() -> None:
        for at in range(FILES):
            content = base.stamp({"body": f"第{at}镇", "issue": f"{at:036}", "seal": f"{at:064}"})
            (folder / f"stamp{at}.xlsx").write_bytes(content)

    def by_openpyxl() -> None:
        for at in range(20):
            workbook = load_workbook(BytesIO(model.read_bytes()))
            workbook.save(folder / f"openpyxl{at}.xlsx")

    times = side_by_side({COPY: copy, OURS: stamp, OPENPYXL: by_openpyxl}, rounds=5)
    kept = report("Copies of gaoping-2022-b on tmpfs, body, number and seal changed", times, COPY, {OURS: BOUND})
    ratio = times[OPENPYXL] / 20 * FILES / times[COPY]
    print(f"  openpyxl, scaled to {FILES} files: {ratio:.0f} x")
    return kept
