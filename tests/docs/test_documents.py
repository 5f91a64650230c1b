"""Every command in the documents does what the document shows, and every example is one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from xlplugin import check_rubric
from xlplugin.cli import COMMANDS
from xlplugin.rubric_files.new_rubric import new_rubric_text

CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LANGUAGES = {
    "README.md": "en",
    "README.zh.md": "zh",
    "docs/excel.md": "en",
    "docs/excel.zh.md": "zh",
    "docs/writing-a-rubric.md": "en",
    "docs/writing-a-rubric.zh.md": "zh",
}


def environment(language: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "LC_ALL": "C.UTF-8" if language == "en" else "zh_CN.UTF-8"}


def commands(text: str) -> list[tuple[str, str]]:
    """Return each command with what the document says it prints."""
    results = []
    for block in CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            results.append((command, output))
    return results


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_command_of_a_document_prints_what_is_shown(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert commands(text)
    for command, shown in commands(text):
        if command.startswith("cat "):
            (tmp_path / command.removeprefix("cat ")).write_text(shown, encoding="utf-8")
            continue
        ran = subprocess.run(
            ["sh", "-c", command],
            cwd=tmp_path,
            env=environment(LANGUAGES[name]),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.stderr == ""
        assert ran.stdout == shown, command


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_python_of_a_readme_runs_and_says_what_its_comment_says(name: str, tmp_path: Path) -> None:
    (code,) = PYTHON.findall((ROOT / name).read_text(encoding="utf-8"))
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    (comment,) = re.findall(r"#\s*(.*)", code)
    assert ran.stdout.strip() == comment
    assert (tmp_path / "dist" / "form.xlsx").is_file()


def test_the_two_readmes_have_the_same_commands() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert [command for command, _ in commands(english)] == [command for command, _ in commands(chinese)]
    assert re.findall("^```sh\n(.*?)^```", english, re.MULTILINE | re.DOTALL) == re.findall(
        "^```sh\n(.*?)^```", chinese, re.MULTILINE | re.DOTALL
    )


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readmes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"xlplugin {command}" not in text] == []


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


@pytest.mark.parametrize(
    "name",
    [
        *LANGUAGES,
        "docs/scoring.md",
        "docs/smoke-test.md",
        "docs/returns.md",
        "docs/decisions/README.md",
        "CHANGELOG.md",
    ],
)
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
