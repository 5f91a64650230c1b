"""YAML is read literally; anything that guesses, hides or explodes is refused with its line."""

import time

import pytest

from tests.conftest import ROOT
from xlplugin.rubric_files.strict_yaml import YamlMap, YamlScalar, read_yaml
from xlplugin.rubric_files.yaml_mistakes import diagnose


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a: 1\na: 2\n", [("f:2", "repeated-key")]),
        (b"a: 1\nb: {c: 1, c: 2}\na: 2\n", [("f:2", "repeated-key"), ("f:3", "repeated-key")]),
        (b"a: &x 1\nb: *x\n", [("f:1", "yaml-alias"), ("f:2", "yaml-alias")]),
        (b"<<: {a: 1}\n", []),
        (b"a: !!python/name:os.system x\n", [("f:1", "yaml-tag")]),
        (b"a: !!float 1\n", [("f:1", "yaml-tag")]),
        (b"a: {b\n", [("f:2", "yaml-syntax")]),
        (b"a:\tb\n\tc: d\n", [("f:2", "typed-tab")]),
        (b"a: 1\n---\nb: 2\n", [("f:3", "yaml-many")]),
        (b"[a, b]: 1\n", [("f:1", "yaml-key")]),
        (b"a: \xff\n", [("f:1", "not-utf8")]),
        (b"", [("f", "empty-file")]),
        (b"# nothing\n", [("f", "empty-file")]),
        (b"[" * 100_000, [("f:1", "yaml-deep")]),
        (b"{a: " * 3000, [("f:1", "yaml-deep")]),
        (b"a: " + b"x" * 1_000_001, [("f", "too-large")]),
        (b"a: '\x00'\n", [("f", "yaml-syntax")]),
        (b'a: "\\0"\nb: "\\x01"\nc: "\\uffff"\n', [(f"f:{n}", "control-character") for n in (1, 2, 3)]),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else "",
)
def test_each_fault_is_found_with_its_line(content: bytes, expected: list[tuple[str, str]]) -> None:
    _, problems = read_yaml(content, "f")
    assert [(problem.where, problem.code) for problem in problems] == expected


@pytest.mark.parametrize("text", ["yes", "no", "on", "1:30", "0x10", "0.1", "1_000", "1e3", ".5", "2022-01-01", "~"])
def test_a_scalar_is_the_text_as_written(text: str) -> None:
    node, problems = read_yaml(f"a: {text}\n".encode(), "f")
    assert problems == []
    assert node == YamlMap({"a": YamlScalar(text, 1)}, 1, {"a": 1})


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    begun = time.monotonic()
    _, problems = read_yaml("\n".join(lines).encode(), "f")
    assert time.monotonic() - begun < 1
    assert {problem.code for problem in problems} == {"yaml-alias"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("赋分：5", "typed-wide-colon"),
        ("  - 编号：1.1.1", "typed-wide-colon"),
        ("扣分标准：", "typed-wide-colon"),
        ("扣分:5", "typed-no-space"),
        ("\u3000扣分: 5", "typed-wide-space"),
        ("\t扣分: 5", "typed-tab"),
        ("-名称: 甲", "typed-dash"),
        ("名称: *涉农补贴", "typed-special"),
        ("名称: [甲]乙", "typed-special"),
        ("名称: 教育培训: 业务", "typed-colon-inside"),
        ('名称: "按要求"公开', "typed-quote"),
        ("名称: '未完", "typed-quote"),
    ],
)
def test_what_is_commonly_mistyped_is_named_with_its_own_line(line: str, code: str) -> None:
    text = f"甲: 1\n{line}\n乙: 2\n丙: [\n"
    _, problems = read_yaml(text.encode(), "f")
    assert ("f:2", code) in [(problem.where, problem.code) for problem in problems]


def test_lines_that_are_fine_are_not_suspected() -> None:
    for name in ("gaoping-2022-b", "jincheng-spj-2021", "shanxi-2020"):
        text = (ROOT / "rubrics" / f"{name}.yaml").read_text(encoding="utf-8")
        assert diagnose(text, "f") == []
