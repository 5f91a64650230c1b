"""Every message is there in both languages and speaks of the same facts."""

import ast
import re
from string import Formatter

import pytest

from tests.conftest import ROOT
from xlplugin.messages import MESSAGES


def facts(text: str) -> set[str]:
    return {name.partition("!")[0] for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_what_to_do_in_both_languages(code: str) -> None:
    chinese, english = MESSAGES[code]
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert english
    assert facts(english) - {"hint_en", "expected_en", "rule_en"} <= facts(chinese)


def test_no_code_has_two_messages() -> None:
    paths = (ROOT / "xlplugin" / "messages").glob("*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    codes = [key.value for node in nodes for key in node.keys if isinstance(key, ast.Constant)]
    assert len(codes) == len(set(codes)) == len(MESSAGES)


def test_no_message_is_left_over() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "xlplugin").rglob("*.py")]
    used = "\n".join(text for text in sources if "MESSAGES: dict" not in text)
    assert [code for code in MESSAGES if f'"{code}"' not in used] == []


def test_every_code_that_is_used_has_a_message() -> None:
    position = {"new_problem": 1, "note": 0, "_note": 1, "finding": 2}
    used = set()
    for path in (ROOT / "xlplugin").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = node.args[position[name]] if len(node.args) > position.get(name, 99) else None
                if isinstance(given, ast.Constant):
                    used.add(given.value)
    assert len(used) > 50
    assert used - set(MESSAGES) == set()
