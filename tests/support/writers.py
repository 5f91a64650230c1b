"""Other programs that open a workbook and save it again, each by its own interface; one that is not here is skipped."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ROOT / ".tools" / "writers" / "node_modules"

Save = Callable[[Path, Path], None]
"""Opens the first file and saves it as the second."""

_SCRIPTS = {
    "xlsx": "const X = require(module); X.writeFile(X.readFile(from, {cellStyles: true, cellNF: true}), to);",
    "xlsx-js-style": "const X = require(module); X.writeFile(X.readFile(from, {cellStyles: true}), to);",
    "exceljs": "const E = require(module); const w = new E.Workbook();"
    "w.xlsx.readFile(from).then(() => w.xlsx.writeFile(to)).catch(e => { console.error(e); process.exit(1); });",
    "xlsx-populate": "const P = require(module);"
    "P.fromFileAsync(from).then(w => w.toFileAsync(to)).catch(e => { console.error(e); process.exit(1); });",
    "excelize-wasm": "const z = require(module), fs = require('fs');"
    "z.init(module + '/excelize.wasm.gz').then(x => { const f = x.OpenReader(new Uint8Array(fs.readFileSync(from)));"
    "if (f.error) throw f.error; const r = f.WriteToBuffer(); if (r.error) throw r.error;"
    "fs.writeFileSync(to, r.buffer); process.exit(0); }).catch(e => { console.error(e); process.exit(1); });",
}


def _run(*command: object) -> None:
    ran = subprocess.run([str(item) for item in command], capture_output=True, text=True, timeout=180, check=False)
    if ran.returncode:
        pytest.fail(f"{command[0]}: {(ran.stderr or ran.stdout)[-500:]}")


def _by_node(package: str) -> Save:
    def save(source: Path, target: Path) -> None:
        if not (MODULES / package).is_dir() or not shutil.which("node"):
            pytest.skip(f"not installed: {package} (tools/install-writers)")
        script = "const [, module, from, to] = process.argv;" + _SCRIPTS[package]
        _run("node", "-e", script, MODULES / package, source, target)

    return save


def _by_gnumeric(source: Path, target: Path) -> None:
    if not shutil.which("ssconvert"):
        pytest.skip("not installed: Gnumeric (tools/install-writers)")
    kind = {".xlsx": "Gnumeric_Excel:xlsx2", ".ods": "Gnumeric_OpenCalc:odf"}[target.suffix]
    _run("ssconvert", "--export-type", kind, source, target)


def _by_libreoffice(source: Path, target: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("not installed: LibreOffice")
    profile = f"-env:UserInstallation={(target.parent / 'profile').absolute().as_uri()}"
    _run(
        "soffice", profile, "--headless", "--convert-to", target.suffix[1:], "--outdir", target.parent / "made", source
    )
    (target.parent / "made" / f"{source.stem}{target.suffix}").replace(target)


def _by_onlyoffice(source: Path, target: Path) -> None:
    if importlib.util.find_spec("docbuilder") is None:
        pytest.skip("not installed: document-builder (tools/install-office)")
    script = "import docbuilder, sys; b = docbuilder.CDocBuilder(); b.OpenFile(sys.argv[1], '');"
    script += "b.SaveFile('xlsx', sys.argv[2]); b.CloseFile()"
    _run(sys.executable, "-c", script, source, target)


def _by_openpyxl(source: Path, target: Path) -> None:
    _run(
        sys.executable,
        "-c",
        "import openpyxl, sys; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])",
        source,
        target,
    )


WRITERS: dict[str, Save] = {
    "LibreOffice": _by_libreoffice,
    "Gnumeric": _by_gnumeric,
    "ONLYOFFICE": _by_onlyoffice,
    "openpyxl": _by_openpyxl,
    "SheetJS": _by_node("xlsx"),
    "xlsx-js-style": _by_node("xlsx-js-style"),
    "ExcelJS": _by_node("exceljs"),
    "xlsx-populate": _by_node("xlsx-populate"),
    "Excelize": _by_node("excelize-wasm"),
}
