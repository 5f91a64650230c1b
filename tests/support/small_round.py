"""A small round with two classes of bodies, returned in full: for tests of what comes at its end."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.filled_returns import filled, saved
from tests.support.filling import cells_of, layout_of
from xlplugin import Store, collect, distribute, load_rubric, open_store
from xlplugin.cli import main
from xlplugin.publishing.freezing import OpenRound, open_round_of
from xlplugin.store.rounds import choose_round
from xlplugin.workbook.build_options import BuildOptions

SCHEME = """格式: 1
考核方案: small
名称: 某市 {year}年度试验工作考核方案
年度: {year}
通知: {{标题: 关于印发某市{year}年度试验工作考核方案的通知, 文号: 某政办〔{year}〕1号}}
考核等次:
  各等次:
  - {{名称: 优秀, 不低于: 90, 原文: 90分以上}}
  - {{名称: 良好, 不低于: 80, 低于: 90, 原文: 80分以上}}
  - {{名称: 合格, 不低于: 60, 低于: 80, 原文: 60分以上}}
  - {{名称: 不合格, 低于: 60, 原文: 不足60分}}
考核对象:
  总数: 9
  各类:
  - {{类别: A类, 数量: 5, 评分表: small-a, 单位: [甲镇, 乙镇, 丙镇, 丁镇, 戊镇]}}
  - {{类别: B类, 数量: 4, 评分表: small-b, 单位: [市一局, 市二局, 市三局, 市四局]}}
{rules}"""

RUBRIC = """格式: 1
评分表: small-{letter}
名称: {year}年度评分表（{letter}类）
年度: {year}
通知: {{标题: 关于印发某市{year}年度试验工作考核方案的通知, 文号: 某政办〔{year}〕1号}}
考核方案: small
可突破: 否
指标:
- 一级指标: 公开
  赋分: 70
  二级指标:
  - 名称: 主动公开
    三级指标:
    - {{编号: 1.1.1, 名称: 及时公开, 赋分: 40, 扣分标准: [{{原文: 迟一次扣 1 分, 填报: 迟的次数, 每: 次, 扣分: 1}}]}}
    - {{编号: 1.1.2, 名称: 公开完整, 赋分: 30, 扣分标准: [{{原文: 未公开的扣 5 分, 填报: 未公开, 扣分: 5}}]}}
- 一级指标: 管理
  赋分: 30
  二级指标:
  - 名称: 制度
    三级指标:
    - {{编号: 2.1.1, 名称: 制度健全, 赋分: 30, 扣分标准: [{{原文: 酌情扣分, 填报: 制度不健全, 酌情: 30}}]}}
重大扣分项:
  各项:
  - {{序号: 一, 扣分标准: [{{原文: 造成严重后果的每件扣 10 分, 填报: 严重后果, 每: 件, 扣分: 10}}]}}
综合加分项:
  各项:
  - {{序号: 一, 加分标准: [{{原文: 连续两年取得优秀等次，加 2 分, 填报: 连续两年优秀, 加分: 2}}]}}
"""

RULES = """等次名额:
- {等次: 优秀, 不超过: 40%, 范围: 各类, 取整: 舍去, 原文: 优秀不超过40%}
连续等次:
- {等次: 优秀, 年数: 2, 原文: 连续两年优秀}
整改: {原文: 不合格的和失分一半以上的责令整改, 等次: [不合格], 失分率不低于: 50%, 工作日: 10}
"""

LATE = {
    "甲镇": 2,
    "乙镇": 5,
    "丙镇": 8,
    "丁镇": 15,
    "戊镇": 30,
    "市一局": 0,
    "市二局": 0,
    "市三局": 20,
    "市四局": 9,
}
"""How often each was late: what it loses, of 40."""


class SmallRound:
    """A folder with the scheme, two tables and a store in which every body has returned."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder, str(folder / "s.db")

    @classmethod
    def made(  # what a round consists of
        cls,
        folder: Path,
        rules: str = RULES,
        *,
        year: int = 2026,
        late: Mapping[str, int] = LATE,
        store: str = "",
        table: str = "",
        scheme: str = SCHEME,
    ) -> "SmallRound":
        """Write the files, send the workbooks, and take them back; who is not in ``late`` returns nothing.

        ``rules`` are added to the scheme, ``table`` to the rubrics.
        """
        made = cls(folder)
        folder.mkdir(parents=True, exist_ok=True)
        made.store = store or made.store
        (folder / "small.yaml").write_text(scheme.format(year=year, rules=rules), encoding="utf-8")
        for letter in "ab":
            (folder / f"small-{letter}.yaml").write_text(
                RUBRIC.format(year=year, letter=letter) + table, encoding="utf-8"
            )
        for letter, names in (("a", "甲镇 乙镇 丙镇 丁镇 戊镇"), ("b", "市一局 市二局 市三局 市四局")):
            rubric = load_rubric(str(folder / f"small-{letter}.yaml"))
            layout = layout_of(rubric)
            with open_store(made.store) as store_open:
                given = (store_open, rubric, names.split(), folder / "out", BuildOptions(edition="plain"))
                distribute(*given, round_name=f"{year}年度")
            for at, body in enumerate(one for one in names.split() if one in late):
                entries = {"1.1.1.d1": late[body], "1.1.2.d1": False, "2.1.1.d1": {"amount": "0"}}
                values = {
                    cell: value for cell, value in cells_of(layout, {"entries": entries}).items() if value is not None
                }
                (workbook,) = (folder / "out").glob(f"*_{body}.xlsx")
                content = saved(filled(workbook.read_bytes(), values), f"{year}-11-20T08:0{at}:00Z")
                (folder / "back").mkdir(exist_ok=True)
                (folder / "back" / f"{body}.xlsx").write_bytes(content)
        with open_store(made.store) as store_open:
            assert all(not one.reasons for one in collect(store_open, [folder / "back"]))
        return made

    def copy(self, folder: Path) -> "SmallRound":
        """Return the same in another folder, to be changed there."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return SmallRound(folder)

    def run(self, *arguments: object, language: str = "zh") -> int:
        """Run a command on the store; gives the exit status."""
        command, *rest = map(str, arguments)
        return main([command, "--store", self.store, "--lang", language, *rest])

    @contextmanager
    def open(self, round_name: str = "") -> Iterator[Store]:
        with open_store(self.store) as store:
            choose_round(store, round_name)
            yield store

    def open_round(self) -> OpenRound:
        with self.open() as store:
            return open_round_of(store)

    def frozen(self) -> "SmallRound":
        """Decide as proposed, and freeze."""
        assert self.run("decide", "--as-proposed", "--by", "张主任") == 0
        assert self.run("decide", "--freeze", "--by", "张主任", "--why", "12月1日领导小组会议") == 0
        return self
