"""``check`` finds what is planted into faithful rubrics: a changed number, cap, band, sign or unit."""

from pathlib import Path

import pytest

from tests.support.casefile import NOTICES
from xlplugin import check_rubric

PLANTED = [
    # a changed number
    ("coal-quality-safety", "1.1", "扣分: 3", "扣分: 2"),
    ("coal-quality-safety", "2.1", "扣分: 2", "扣分: 1.5"),
    ("coal-quality-safety", "2.2", "扣分: 1", "扣分: 10"),
    ("coal-quality-safety", "4.2", "扣分: 0.5", "扣分: 5"),
    ("coal-quality-safety", "6.2", "扣分: 0.5", "扣分: 0.3"),
    ("coal-quality-safety", "7.4", "扣分: 1", "扣分: 2"),
    ("coal-quality-safety", "10.4", "扣分: 1", "扣分: 0.1"),
    ("zhupei-2016-surgery", "1.1.2", "赋分: 1", "赋分: 2"),
    ("zhupei-2016-surgery", "1.1.7", "得分: 2", "得分: 2.5"),
    ("zhupei-2016-surgery", "2.2.1", "得分: 1", "得分: 2"),
    ("zhupei-2016-surgery", "3.3.1", "得分: 4", "得分: 5"),
    ("zhupei-2016-surgery", "4.1.3", "得分: 2", "得分: 1"),
    ("zhupei-2016-surgery", "4.2.2", "得分: 5", "得分: 4"),
    ("shicheng-2018-river", "1.5", "得分: 6", "得分: 5"),
    ("shicheng-2018-river", "1.6", "得分: 3", "得分: 4"),
    ("shicheng-2018-river", "4.4", "得分: 1.5", "得分: 1"),
    ("shicheng-2018-river", "4.10", "退养比例×4", "退养比例×3"),
    ("shicheng-2018-river", "5.1", "加分: 0.5", "加分: 5"),
    ("ruian-2012-leaders", "1.1", "×600", "×500"),
    ("ruian-2012-leaders", "1.3", "得分: 170", "得分: 175"),
    ("bianzhi-district", "1.1", "得分: 57", "得分: 56"),
    ("bianzhi-district", "3.4", "加分: 0.05", "加分: 0.5"),
    ("bianzhi-district", "3.6", "扣分: 0.2", "扣分: 0.1"),
    # a cap
    ("bianzhi-district", "3.4", "上限: 2", "上限: 1"),
    ("bianzhi-district", "3.4", "上限: 0.5", "上限: 5"),
    ("bianzhi-district", "3.4", "      上限: 2\n", ""),
    # a band, a target, a step
    ("zhupei-2016-surgery", "1.1.8", "不低于: 90%", "不低于: 95%"),
    ("zhupei-2016-surgery", "3.4.2", "不低于: 60%", "不低于: 70%"),
    ("zhupei-2016-surgery", "4.1.2", "不低于: 80%", "不低于: 85%"),
    ("zhupei-2016-surgery", "4.2.1", "不低于: 70", "不低于: 75"),
    ("zhupei-2016-surgery", "4.2.3", "不低于: 85%", "不低于: 88%"),
    ("bianzhi-district", "3.5", "目标: 30%", "目标: 35%"),
    ("bianzhi-district", "3.5", "每低: 1%", "每低: 2%"),
    ("bianzhi-district", "3.6", "目标: 95%", "目标: 90%"),
    # a sign
    ("coal-quality-safety", "3.1", "扣分标准:", "加分标准:"),
    ("shicheng-2018-river", "3.2", "得分标准:", "扣分标准:"),
    ("shicheng-2018-river", "4.1", "扣分标准:", "加分标准:"),
    # a unit
    ("coal-quality-safety", "5.1", "每: '名'", "每: '项'"),
    ("coal-quality-safety", "7.2", "每: '人次'", "每: '处'"),
    ("shicheng-2018-river", "4.6", "每: '例'", "每: '件'"),
    ("bianzhi-district", "3.4", "每: 名", "每: 件"),
    # what is printed and not written
    ("zhupei-2016-surgery", "2.2.2", "      - {名称: '有方案无记录', 得分: 1}\n", ""),
]


def planted(name: str, id: str, old: str, new: str) -> str:
    """Return the text of a rubric with a change in an indicator."""
    text = (NOTICES / f"{name}.yaml").read_text(encoding="utf-8")
    for quote in ("", "'"):
        before, found, after = text.partition(f"编号: {quote}{id}{quote}\n")
        if found:
            break
    own, mark, rest = after.partition("编号: ")
    assert old in own, (name, id, own)
    changed = own.replace(old, new, 1)
    if old.endswith("标准:"):  # the fields of a clause have the sign in their names
        changed = changed.replace(f"{old[0]}分: ", f"{new[0]}分: ")
    return f"{before}{found}{changed}{mark}{rest}"


@pytest.mark.parametrize(("name", "id", "old", "new"), PLANTED)
def test_a_planted_contradiction_is_found(name: str, id: str, old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(planted(name, id, old, new), encoding="utf-8")
    assert [problem.code for problem in check_rubric(str(path))] != []


def test_forty_are_planted() -> None:
    assert len(PLANTED) >= 40
