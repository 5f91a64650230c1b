"""同一项按最高计: of some bonuses, or items below the table, only the highest counts."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.filling import layout_of
from tests.support.second_engine import Recalculated
from xlplugin import Rubric, build_workbook, check_rubric, compare_rubrics, explain, score
from xlplugin.rubric_files.library import load_table
from xlplugin.rubric_files.new_rubric import new_rubric_text
from xlplugin.workbook.build_options import BuildOptions

ITEM = """  - 序号: 一
    加分标准:
    - 原文: 受到省级表彰的，每项加 3 分；
      填报: 受省级表彰的项数
      每: 项
      加分: 3
"""
MORE = """  - 序号: 二
    加分标准:
    - 原文: 受到市级表彰的，加 2 分；
      填报: 受到市级表彰
      加分: 2
  - 序号: 三
    加分标准:
    - 原文: 在会上作经验交流的，加 1 分。
      填报: 在会上作经验交流
      加分: 1
"""
BONUSES = """      加分标准:
      - 原文: 做法被推广的，加 2 分；
        填报: 做法被推广
        加分: 2
      - 原文: 做法被报道的，每次加 1 分
        填报: 做法被报道的次数
        每: 次
        加分: 1
"""


def rubric_of(folder: Path, *, grouped: bool = True, highest: str = "", cap: str = "") -> str:
    """Write a rubric of 5 points: bonuses of an indicator, and three items of which two are a group."""
    group = "    按最高计: 表彰\n" if grouped else ""
    first, second, third = ITEM, *MORE.split("  - 序号: 三")
    text = new_rubric_text("test-a").replace(ITEM, f"{first}{group}{second}{group}  - 序号: 三{third}")
    text = text.replace("综合加分项:\n", f"综合加分项:\n{cap}")
    text = text.replace("      考核方式: 被考核单位提供相关印证材料\n\n", f"{BONUSES}{highest}\n", 1)
    path = folder / "test-a.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def entered(rubric: Rubric, province: int, *, city: bool, talk: bool, spread: bool, reports: int) -> dict[str, object]:
    entries = {"1.1.1.d1": False, "1.1.1.b1": spread, "1.1.1.b2": reports}
    return {"rubric": rubric.id, "entries": entries | {"bonus.1.b1": province, "bonus.2.b1": city, "bonus.3.b1": talk}}


@pytest.mark.parametrize(
    ("options", "province", "reports", "general", "bonus", "total"),
    [
        ({"grouped": False}, 1, 3, "6", "5", "16"),  # 3 + 2 + 1 = 6; 2 + 3 = 5; 5 + 5 + 6 = 16
        ({}, 1, 3, "4", "5", "14"),  # the highest of 3 and 2, + 1 = 4; 5 + 5 + 4 = 14
        ({}, 0, 0, "3", "2", "10"),  # the highest of 0 and 2, + 1 = 3; 5 + 2 + 3 = 10
        ({"cap": "  加分上限: 3\n"}, 1, 3, "3", "5", "13"),  # 4, at most 3
        ({"highest": "      加分按最高计: 是\n"}, 1, 3, "4", "3", "12"),  # the highest of 2 and 3: 5 + 3 + 4 = 12
        ({"highest": "      加分按最高计: 是\n"}, 1, 1, "4", "2", "11"),  # the highest of 2 and 1
    ],
)
def test_of_a_group_only_the_highest_counts(
    options: dict[str, object], province: int, reports: int, general: str, bonus: str, total: str, tmp_path: Path
) -> None:
    path = rubric_of(tmp_path, **options)  # type: ignore[arg-type]  # the options are those of rubric_of
    assert check_rubric(path) == []
    rubric = load_table(path)
    sheet = entered(rubric, province, city=True, talk=True, spread=True, reports=reports)
    card = score(rubric, sheet)
    figures = card.general_bonus, card.indicators["1.1.1"].bonus, card.total
    assert [str(figure) for figure in figures] == [general, bonus, total]
    layout = layout_of(rubric, "self")
    build_workbook(rubric, tmp_path / "w.xlsx", BuildOptions(edition="self"))
    engine = Recalculated(tmp_path / "w.xlsx")
    assert engine.wrong(layout, sheet) == []


def test_sentences_say_which_is_the_highest(tmp_path: Path) -> None:
    rubric = load_table(rubric_of(tmp_path, highest="      加分按最高计: 是\n"))
    lines = [line.text for line in explain(rubric, entered(rubric, 1, city=True, talk=True, spread=True, reports=3))]
    assert "综合加分项：合计 1 + （3、2 取最高 3） = 4，加 4" in lines
    assert any(line.endswith("；2、3 取最高 3，加 3") for line in lines)


@given(data=st.data())
@settings(max_examples=60)
def test_a_group_never_exceeds_the_sum_nor_falls_below_its_highest(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    province, reports = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
    city, talk, spread = (data.draw(st.booleans()) for _ in range(3))
    cards = []
    for grouped, highest in ((False, ""), (True, "      加分按最高计: 是\n")):
        rubric = load_table(rubric_of(folder, grouped=grouped, highest=highest))
        cards.append(score(rubric, entered(rubric, province, city=city, talk=talk, spread=spread, reports=reports)))
    plain, single = cards
    assert single.general_bonus <= plain.general_bonus
    assert single.general_bonus >= max(3 * province, 2 * city, 1 * talk)
    assert single.indicators["1.1.1"].bonus == max(2 * spread, reports)


def test_a_group_of_one_item_is_found(tmp_path: Path) -> None:
    path = Path(rubric_of(tmp_path))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    按最高计: 表彰\n", "", 1), encoding="utf-8")
    assert [problem.code for problem in check_rubric(str(path))] == ["group-of-one"]


def test_diff_tells_of_groups(tmp_path: Path) -> None:
    before = load_table(rubric_of(tmp_path, grouped=False))
    after = load_table(rubric_of(tmp_path, highest="      加分按最高计: 是\n"))
    changes = [(change.what, change.before, change.after) for change in compare_rubrics(before, after)]
    assert changes == [("加分按最高计", "否", "是"), ("按最高计", "", "一：表彰、二：表彰")]
