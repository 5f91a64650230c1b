"""LibreOffice as a renderer, with the fonts that it falls back on and with a font of half-em digits; filled pages."""

import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from xlplugin.workbook.columns import HEAD_ROW
from xlplugin.workbook.layout import Layout

HALF_EM = "Noto Sans Mono CJK SC"
"""A font whose Latin letters and digits are half as wide as Chinese characters, as in 宋体."""

REPLACED = ("宋体", "仿宋", "黑体")

_RULE = """<match target="pattern"><test name="family" compare="eq"><string>{name}</string></test>
<edit name="family" mode="assign" binding="strong"><string>{font}</string></edit></match>"""

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def half_em_fonts(folder: Path) -> dict[str, str] | None:
    """Return the variables by which programs take the font for 宋体, 仿宋 and 黑体; None where it is not installed."""
    if shutil.which("fc-list") is None:
        return None
    listed = subprocess.run(["fc-list", HALF_EM, "family"], capture_output=True, text=True, check=False).stdout
    if HALF_EM not in listed:
        return None
    rules = "".join(_RULE.format(name=name, font=HALF_EM) for name in REPLACED)
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>',
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(path)}


def printed_pages(workbook: Path, folder: Path, environment: dict[str, str]) -> int:
    """Return how many pages LibreOffice prints a workbook on."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'profile'}", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(workbook)],
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )
    return len(_PAGE.findall((folder / f"{workbook.stem}.pdf").read_bytes()))


def filled_shares(layout: Layout, sheet: Worksheet) -> list[float]:
    """Return how much of the height of each page of 评分表 is filled, from 0 to 1; all programs keep row heights."""
    room = layout.paper.inner_height / layout.scale
    last = int(re.sub(r"\D", "", str(sheet.print_area).rpartition(":")[2]))
    ends = [0, *sorted(mark.id for mark in sheet.row_breaks.brk), last]
    heights = [float(sheet.row_dimensions[row].height or 0) for row in range(1, last + 1)]
    repeated = sum(heights[1:HEAD_ROW])
    return [(sum(heights[first:end]) + (repeated if first else 0)) / room for first, end in pairwise(ends)]
