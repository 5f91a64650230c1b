"""The pages of Word documents, as programs print them: where each line is, and how many characters it has."""

import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pdfplumber

POINTS_OF_MM = 72 / 25.4


@dataclass(frozen=True)
class PrintedLine:
    """A line: its text, its top, its left and right end, in mm from the upper left corner; the size in points."""

    text: str
    top: float
    left: float
    right: float
    size: float


def libreoffice_pdfs(
    documents: Sequence[Path], folder: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> list[Path]:
    """Make PDFs of documents with LibreOffice Writer."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'profile'}", "--convert-to", "pdf"]
    given = [*command, "--outdir", str(folder), *map(str, documents)]
    subprocess.run(given, env=os.environ | dict(environment), capture_output=True, check=True)
    return [folder / f"{document.stem}.pdf" for document in documents]


def printed_lines(pdf: Path) -> list[list[PrintedLine]]:
    """Return the lines of each page of a PDF, from the top."""
    with pdfplumber.open(pdf) as opened:
        return [_lines(page.chars) for page in opened.pages]


def _lines(characters: list[dict[str, float]]) -> list[PrintedLine]:
    rows: dict[int, list[dict[str, float]]] = defaultdict(list)
    for one in characters:
        rows[round(one["bottom"] / 4)].append(one)
    found = []
    for row in sorted(rows):
        inside = sorted(rows[row], key=lambda one: one["x0"])
        seen = [one for one in inside if str(one["text"]).strip()]
        if seen:
            text = "".join(str(one["text"]) for one in inside)
            top, left, right = (edge / POINTS_OF_MM for edge in (seen[0]["top"], seen[0]["x0"], seen[-1]["x1"]))
            found.append(PrintedLine(text, top, left, right, seen[0]["size"]))
    return found
