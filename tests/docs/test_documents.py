"""Every command in the documents does what the document shows, and every example is one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import xlplugin
from tests.conftest import ROOT
from tests.docs.documents import LANGUAGES, Command, outputs, steps, without_digests
from xlplugin import check_rubric
from xlplugin.cli import COMMANDS
from xlplugin.returns.workers import CHUNK
from xlplugin.rubric.slots import MOST_AMOUNT, MOST_COUNTED
from xlplugin.rubric_files.new_rubric import new_rubric_text
from xlplugin.scoring.expression import Expression
from xlplugin.workbook.paging.page_breaks import SAFE

KINDS_OF_NODE = {16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen", 21: "twenty-one"}[
    len(get_args(Expression))
]
YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL_ONLY = re.compile(r"[&|;<>`\\*]")
"""Characters that PowerShell reads in another way than a shell of Linux does."""

CHINESE = [name for name, language in LANGUAGES.items() if language == "zh"]
ALL_DOCUMENTS = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md"))
)


TWINS = (
    *("docs/assess-and-correct.md", "docs/build-workbooks.md", "docs/send-and-collect.md", "docs/score.md"),
    *("docs/publish.md", "README.zh.md"),
)
"""Pages whose commands are those of the other language; that one is run each time."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in TWINS else name for name in LANGUAGES]
)
def test_every_command_of_a_document_prints_what_is_shown(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    ran = list(outputs(name, text, tmp_path))
    assert ran
    for command, printed in ran:
        assert without_digests(printed) == without_digests(command.shown), command.line


@pytest.mark.parametrize("name", CHINESE)
def test_a_chinese_page_has_the_commands_of_the_english_one(name: str) -> None:
    def lines(page: str) -> list[str]:
        found = steps((ROOT / page).read_text(encoding="utf-8"))
        return [re.sub(r"\S+\.(?:xlsx|csv)", "FILE", step.line) for step in found if isinstance(step, Command)]

    assert lines(name) == lines(name.replace(".zh.md", ".md"))


@pytest.mark.parametrize("name", CHINESE)
def test_the_commands_of_a_chinese_page_work_in_powershell(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [step.line for step in steps(text) if isinstance(step, Command)]
    lines += [line for block in SHELL.findall(text) for line in block.splitlines()]
    for line in lines:
        assert line.startswith(("xlplugin ", "cat ", "pip install ", "python ", "make ")), line
        assert not SHELL_ONLY.search(line), line


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_is_described_in_a_document(language: str) -> None:
    text = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name, spoken in LANGUAGES.items() if spoken == language
    )
    assert [command for command in COMMANDS if f"xlplugin {command}" not in text] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_page_is_linked_from_the_readme(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    other = ".md" if name == "README.zh.md" else ".zh.md"
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    translated = {page for page in pages if page.endswith(other) and page[: -len(other)] + _mark(other) in pages}
    assert [page for page in sorted(pages - translated - {"damage.md"}) if f"docs/{page}" not in text] == []


def _mark(other: str) -> str:
    return ".zh.md" if other == ".md" else ".md"


@pytest.mark.parametrize("name", ["docs/writing-a-rubric.md", "docs/writing-a-rubric.zh.md"])
def test_every_kind_in_the_guide_is_a_clause_that_checks(name: str, tmp_path: Path) -> None:
    examples = [block for block in YAML.findall((ROOT / name).read_text(encoding="utf-8")) if "原文" in block]
    text = new_rubric_text("test-a")
    start, end = text.index("      - 原文: 未听取"), text.index("      考核方式: 被考核单位")
    kinds = set()
    for example in examples:
        path = tmp_path / "r.yaml"
        indented = "".join(f"      {line}\n" for line in example.splitlines())
        path.write_text(text[:start] + indented + text[end:], encoding="utf-8")
        assert [problem.text("en") for problem in check_rubric(str(path)) if problem.code != "limit-unfounded"] == [], (
            example
        )
        kinds |= set(re.findall(r"^  (每|选项|得分|分段|目标|酌情|倍数):", example, re.MULTILINE)) or {"flat"}
    assert kinds == {"flat", "每", "选项", "得分", "分段", "目标", "酌情", "倍数"}


@pytest.mark.parametrize("name", ALL_DOCUMENTS)
def test_every_link_of_a_document_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert ((ROOT / name).parent / target).exists(), target


def test_installing_and_building_as_the_readme_says_works_from_a_clean_copy(tmp_path: Path) -> None:
    """``pip install . && python build_workbook.py``, and then from any other folder."""
    copy = tmp_path / "copy"
    made_here = shutil.ignore_patterns(".git", ".venv", ".tools", "dist", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=made_here)
    subprocess.run([sys.executable, "-m", "venv", copy / "env"], check=True)
    environ = os.environ | {"PATH": f"{copy / 'env' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = "pip install --quiet --disable-pip-version-check . && python build_workbook.py"
    ran = subprocess.run(["sh", "-c", command], cwd=copy, env=environ, capture_output=True, text=True, check=False)
    if ran.returncode and re.search("No matching distribution|Could not find a version|ConnectionError", ran.stderr):
        pytest.skip("pip reaches no registry here: the installation was not tried")
    assert ran.returncode == 0, ran.stderr
    assert len(list((copy / "dist").glob("*.xlsx"))) == 4
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    message = subprocess.run(
        ["xlplugin", "check"], cwd=elsewhere, env=environ, capture_output=True, text=True, check=True
    )
    assert len(message.stdout.splitlines()) == 7
    subprocess.run(["xlplugin", "new", "test-a"], cwd=elsewhere, env=environ, capture_output=True, check=True)


def test_every_file_that_a_document_names_exists() -> None:
    for name in ALL_DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"`((?:[a-z_-]+/)+[a-z_0-9.-]*)`", text):
            if target.split("/")[0] not in ("out", "dist", "back"):
                places = (ROOT / target, ROOT / "xlplugin" / target)
                assert any(place.exists() or place.with_suffix(".py").exists() for place in places), (name, target)


def test_every_module_that_a_document_names_exists() -> None:
    folders = "|".join(path.name for path in (ROOT / "xlplugin").iterdir() if path.is_dir())
    for name in ALL_DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for folder, module in re.findall(rf"`(?:xlplugin\.)?({folders})\.([a-z_]+)\b", text):
            assert (ROOT / "xlplugin" / folder / f"{module}.py").exists(), (name, folder, module)


@pytest.mark.parametrize(
    ("name", "pattern", "number"),
    [
        ("docs/decisions/0013-taking-back.md", r"each task has (\d+) files", CHUNK),
        ("docs/decisions/0014-whatever-comes-back.md", r"tasks contain (\d+) files", CHUNK),
        ("benchmarks/README.md", r"chunks of (\d+)", CHUNK),
        ("docs/decisions/0008-the-form.md", r"filled evenly, to (\d+) %", round(100 * SAFE)),
        ("docs/scoring.md", r"Counts go up to ([\d,]+)", MOST_COUNTED),
        ("docs/scoring.md", r"amounts up to their limit or ([\d,]+)", MOST_AMOUNT),
        ("docs/api.md", r"^'(0\.\d+\.\d+)'$", xlplugin.__version__),
        (
            "docs/decisions/0002-a-sentence-is-an-expression.md",
            r"There are ([\w-]+) kinds of node",
            KINDS_OF_NODE,
        ),
    ],
)
def test_a_number_in_a_document_is_that_of_the_code(name: str, pattern: str, number: int | str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    (stated,) = re.findall(pattern, text, re.MULTILINE)
    assert stated.replace(",", "") == str(number)
