"""``xlplugin check``: what it finds, and that every erratum of the rubrics is needed."""

import csv
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, SHARED
from xlplugin import Rubric, check_rubric, load_rubric, load_scheme, rubric_ids
from xlplugin.notation.decimals import format_decimal
from xlplugin.rubric_files.check_rubric import check_file
from xlplugin.rubric_files.library import scheme_ids
from xlplugin.rubric_files.new_rubric import new_rubric_text

SOURCES = {
    "gaoping-2022-a": "000",
    "gaoping-2022-b": "000",
    "gaoping-2022": "000",
    "jiangxian-2022-a": "001",
    "gaoping-2020": "002",
    "shanxi-2020": "003",
    "jincheng-spj-2021": "004",
}
ERRATUM = re.compile(r"^- 位置: .*\n(?:  .*\n)+", re.MULTILINE)


def notice(name: str) -> str | None:
    """Return the text of a rubric's notice, where it is there."""
    path = next(SHARED.glob(f"sources/{SOURCES[name]}_*.txt"), None)
    return path.read_text(encoding="utf-8") if path else None


def errata_of(name: str) -> list[str]:
    text = (ROOT / "rubrics" / f"{name}.yaml").read_text(encoding="utf-8")
    return ERRATUM.findall(text.partition("errata:")[2])


def every_erratum(unreadable: bool) -> list[tuple[str, str]]:
    """Return the errata with their rubrics: those of what is unreadable, or all the others."""
    names = (*rubric_ids(), *scheme_ids())
    return [(name, text) for name in names for text in errata_of(name) if ("事项: 存疑" in text) == unreadable]


@pytest.mark.parametrize("name", [*rubric_ids(), *scheme_ids()])
def test_a_rubric_of_the_package_has_no_open_findings_and_every_word_is_in_its_notice(name: str) -> None:
    assert [problem.text("en") for problem in check_rubric(name)] == []
    if (source := notice(name)) is None:
        pytest.skip("the notices are not here: the wording was not compared")
    assert [problem.text("en") for problem in check_rubric(name, source)] == []


FOUND_BY_ITSELF = {("jincheng-spj-2021", place) for place in ("5.3.1", "5.4.1", "5.4.2", "5.4.3")}
"""Names whose points stand in another cell of the row, which ``check`` finds by now; the errata stay on record."""


@pytest.mark.parametrize(
    ("name", "erratum"), every_erratum(unreadable=False), ids=lambda value: value.partition("\n")[0]
)
def test_an_erratum_taken_out_is_found_again(name: str, erratum: str, tmp_path: Path) -> None:
    needs_source = "事项: 原文" in erratum
    source = notice(name)
    if needs_source and source is None:
        pytest.skip("the notices are not here")
    text = (ROOT / "rubrics" / f"{name}.yaml").read_text(encoding="utf-8")
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace(erratum, ""), encoding="utf-8")
    result = check_rubric(str(path), source if needs_source else None)
    assert bool(result) != ((name, erratum.partition("\n")[0].removeprefix("- 位置: ")) in FOUND_BY_ITSELF), erratum
    assert all(problem.where.startswith(str(path)) for problem in result)


@pytest.mark.parametrize(
    ("name", "erratum"), every_erratum(unreadable=True), ids=lambda value: value.partition("\n")[0]
)
def test_what_is_on_record_as_unreadable_is_in_the_rubric_as_printed(name: str, erratum: str, tmp_path: Path) -> None:
    text = (ROOT / "rubrics" / f"{name}.yaml").read_text(encoding="utf-8")
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace(erratum, erratum.replace("印作: ", "印作: 另")), encoding="utf-8")
    assert [problem.code for problem in check_rubric(str(path))] == ["erratum-idle"]


def test_the_errata_that_the_notices_are_known_for_are_on_record() -> None:
    known = {
        ("gaoping-2022-a", "4", "赋分合计"),
        ("gaoping-2022-a", "5", "赋分合计"),
        ("gaoping-2022-b", "8", "赋分合计"),
        ("gaoping-2022-b", "3.3.8", "满分"),
        ("gaoping-2022-b", "3.3.9", "满分"),
        ("gaoping-2020", "良好", "等次"),
        ("gaoping-2020", "合格", "等次"),
        ("jincheng-spj-2021", "3.1.10", "得分公式"),
        ("jincheng-spj-2021", "4.4.1", "酌情"),
        ("jincheng-spj-2021", "6.3.3", "原文"),
        ("jiangxian-2022-a", "3.1.3", "原文"),
        ("jiangxian-2022-a", "3.2.4", "原文"),
    }
    tables = {name: load_rubric(name).errata for name in rubric_ids()}
    schemes = {name: load_scheme(name).errata for name in scheme_ids()}
    recorded = {(name, e.place, e.topic) for name, errata in (tables | schemes).items() for e in errata}
    assert known <= recorded


CLAUSE = "      - 原文: 未听取政务公开工作汇报的，扣 5 分\n        填报: 未听取政务公开工作汇报\n        扣分: 5\n"
RATE = "        填报: 合规数据量和总量\n        分子: 合规数据量\n        分母: 报送总量\n"
BANDS = "        填报: 甲\n        率: 瞒报率\n        分子: 甲\n        分母: 乙\n        分段:\n"


def clause(quote: str, rest: str) -> str:
    return f"      - 原文: {quote}\n{rest}"


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        (CLAUSE, []),
        (clause("未听取的，扣 4 分", "        填报: 甲\n        扣分: 5\n"), ["amount-not-in-quote", "amount-unused"]),
        (clause("未听取的，扣 15 分", "        填报: 甲\n        扣分: 5\n"), ["amount-not-in-quote", "amount-unused"]),
        (
            clause("未听取的，扣 0.5 分", "        填报: 甲\n        扣分: 5\n"),
            ["amount-not-in-quote", "amount-unused"],
        ),
        (
            clause(
                "每件扣 1 分，扣分上限为 4 分", "        填报: 甲\n        每: 件\n        扣分: 1\n        上限: 5\n"
            ),
            ["amount-not-in-quote", "amount-unused"],
        ),
        (
            clause(
                "每件扣 1 分，扣分上限为 9 分", "        填报: 甲\n        每: 件\n        扣分: 1\n        上限: 9\n"
            ),
            ["cap-above-dimension"],
        ),
        (
            clause("每件扣 1 分，扣分上限为 5 分", "        填报: 甲\n        每: 件\n        扣分: 1\n"),
            ["amount-unused"],
        ),
        (
            clause(
                "未公开的扣 2 分，未及时的扣 1 分",
                "        填报: 甲\n        选项:\n        - 名称: 未及时\n          扣分: 1\n",
            ),
            ["amount-unused"],
        ),
        (clause("得分=合规率(甲/乙)×5", f"{RATE}        得分: 合规率×5\n"), []),
        (clause("得分=(1-迟报率)×5", f"{RATE}        得分: 迟报率×5\n"), ["formula-differs"]),
        (clause("得分=合规率×4", f"{RATE}        得分: 合规率×4\n"), ["full-mark-differs"]),
        (
            clause("按照标准核查", f"{RATE}        得分: 合规率×5\n"),
            [],
        ),  # the wording is not known, and contradicts nothing
        (clause("12 月底前公开", "        填报: 甲\n        酌情: 4\n"), ["limit-differs"]),
        (clause("12 月底前公开", "        填报: 甲\n        酌情: 不限\n"), ["limit-unfounded"]),
        (clause("酌情扣分", "        填报: 甲\n        酌情: 不限\n"), []),
        (clause("双倍扣分", "        填报: 甲\n        倍数: 2\n"), []),
        (clause("双倍扣分", "        填报: 甲\n        倍数: 3\n"), ["amount-not-in-quote"]),
        (
            clause(
                "20%以上扣 2 分，50%以上扣 4 分",
                f"{BANDS}        - 低于: 20%\n          扣分: 2\n        - 不低于: 30%\n          低于: 50%\n"
                "          扣分: 2\n        - 不低于: 50%\n          扣分: 4\n",
            ),
            ["band-gap"],
        ),
        (
            clause(
                "20%以上扣 2 分，50%以上扣 4 分",
                f"{BANDS}        - 不超过: 20%\n          扣分: 2\n        - 不低于: 20%\n          扣分: 4\n",
            ),
            ["band-overlap"],
        ),
        (
            clause(
                "20%以上扣 2 分，50%以上扣 4 分",
                f"{BANDS}        - 低于: 20%\n          扣分: 2\n"
                "        - 超过: 20%\n          低于: 50%\n          扣分: 4\n",
            ),
            ["band-open", "band-gap"],
        ),
        (
            clause(
                "不得少于90%，每降低两个百分点，扣 0.5 分，扣分上限为 4 分",
                "        填报: 甲\n        率: 占比\n        分子: 甲\n        分母: 乙\n        目标: 80%\n"
                "        每低: 1%\n        扣分: 0.5\n        上限: 4\n",
            ),
            ["edge-not-in-quote", "edge-not-in-quote"],
        ),
    ],
)
def test_a_clause_that_its_own_words_contradict_is_found(new: str, codes: list[str], tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    text = new_rubric_text("test-a")
    assert CLAUSE in text
    path.write_text(text.replace(CLAUSE, new), encoding="utf-8")
    assert sorted(problem.code for problem in check_rubric(str(path))) == sorted(codes)


def test_an_award_that_is_written_as_a_deduction_is_found(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    tiers = "".join(f"        - {{名称: {name}, 扣分: {points}}}\n" for name, points in (("有记录", 2), ("有方案", 1)))
    new = clause("有记录无方案，得2分；有方案无记录，得1分", f"        填报: 评价情况\n        选项:\n{tiers}")
    path.write_text(new_rubric_text("test-a").replace(CLAUSE, new), encoding="utf-8")
    assert [problem.code for problem in check_rubric(str(path))] == ["sign-differs", "sign-differs"]


@pytest.mark.parametrize(
    ("question", "is_hinted"),
    [
        ("没有不按时公开的情况", True),
        ("未发现不公开", True),
        ("未听取汇报", False),
        ("未备案或未公示", False),
        ("未公开不动产登记", False),
        ("按时公开", False),
    ],
)
def test_a_question_with_a_double_negative_is_a_hint_and_no_problem(
    question: str, is_hinted: bool, tmp_path: Path
) -> None:
    path = tmp_path / "test-a.yaml"
    new = clause("未按时公开的，扣 2 分", f"        填报: {question}\n        扣分: 2\n")
    path.write_text(new_rubric_text("test-a").replace(CLAUSE, new), encoding="utf-8")
    result = check_file(path)
    assert result.problems == []
    assert [hint.code for hint in result.hints] == ["double-negative"] * is_hinted
    assert all(re.fullmatch(r".*test-a\.yaml:[0-9]+", hint.where) for hint in result.hints)


def test_a_file_that_is_not_called_as_its_id_is_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(new_rubric_text("test-a"), encoding="utf-8")
    (hint,) = check_file(path).hints
    assert (hint.code, hint.where) == ("file-name-differs", str(path))
    assert check_file(path).problems == []


def test_no_rubric_of_the_package_asks_with_a_double_negative() -> None:
    assert [hint for name in rubric_ids() for hint in check_file(ROOT / "rubrics" / f"{name}.yaml").hints] == []


def test_points_that_do_not_add_up_are_found_and_an_erratum_answers_them(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    text = new_rubric_text("test-a").replace("  赋分: 5  ", "  赋分: 6  ", 1)
    path.write_text(text, encoding="utf-8")
    (problem,) = check_rubric(str(path))
    assert problem.code == "points-differ"
    erratum = "errata:\n- 位置: 1\n  事项: 赋分合计\n  印作: 6 分和 5 分\n  读作: 6 分\n  理由: 前后不一\n"
    path.write_text(text + erratum, encoding="utf-8")
    assert check_rubric(str(path)) == []


def test_points_that_do_not_add_up_to_the_printed_total_are_found(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    text = new_rubric_text("test-a")
    for total, codes in (("5", []), ("100", ["base-differs"])):
        path.write_text(text.replace("\n指标:\n", f"\n满分: {total}\n\n指标:\n"), encoding="utf-8")
        assert [problem.code for problem in check_rubric(str(path))] == codes
    erratum = "errata:\n- 位置: 满分\n  事项: 赋分合计\n  印作: 满分 100 分\n  读作: 5 分\n  理由: 通知只印了一部分\n"
    path.write_text(path.read_text(encoding="utf-8") + erratum, encoding="utf-8")
    assert check_rubric(str(path)) == []


def test_the_total_that_a_scheme_of_the_same_notice_prints_counts(tmp_path: Path) -> None:
    text = (ROOT / "rubrics" / "gaoping-2022-a.yaml").read_text(encoding="utf-8")
    dimension = "- 一级指标: 组织领导与工作保障\n  赋分: 5\n"
    assert dimension in text
    path = tmp_path / "gaoping-2022-a.yaml"
    path.write_text(text.replace(dimension, dimension.replace("5", "6")), encoding="utf-8")
    assert "base-differs" in [problem.code for problem in check_rubric(str(path))]


def test_an_erratum_that_answers_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    erratum = "errata:\n- 位置: 1\n  事项: 赋分合计\n  印作: 甲\n  读作: 乙\n  理由: 丙\n"
    path.write_text(new_rubric_text("test-a") + erratum, encoding="utf-8")
    assert [problem.code for problem in check_rubric(str(path))] == ["erratum-idle"]


def test_a_quote_that_is_not_in_the_notice_is_found_white_space_and_private_digits_aside(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(new_rubric_text("test-a"), encoding="utf-8")
    missing = [
        problem
        for problem in check_rubric(str(path), "未听取政务公开\n工作汇报的,扣 缘 分")
        if "扣 5 分" in problem.text()
    ]
    assert [problem.text() for problem in missing if "未听取" in problem.text()] == []
    missing = [
        problem
        for problem in check_rubric(str(path), "未听取政务公开工作汇报的，扣 4 分")
        if "未听取" in problem.text()
    ]
    assert len(missing) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the indices are not here")
def test_ids_names_points_keys_and_kinds_are_those_of_the_indices(rubric: Rubric) -> None:
    with (SHARED / "indicator-index.csv").open(encoding="utf-8") as file:
        wanted = [
            (row["id"], row["level1"], row["level1_declared"], row["level2"], row["level3"], row["points"])
            for row in csv.DictReader(file)
            if row["rubric"] == rubric.id
        ]
    assert wanted == [
        (
            i.id,
            d.name,
            format_decimal(d.points) if d.points_printed else "",
            part.name,
            i.name,
            format_decimal(i.points),
        )
        for d in rubric.dimensions
        for part in d.subdimensions
        for i in part.indicators
    ]
    with (SHARED / "input-index.csv").open(encoding="utf-8") as file:
        keys = [
            (row["key"], row["kind"], row["required"] == "yes", row["may_be_not_applicable"] == "yes")
            for row in csv.DictReader(file)
            if row["rubric"] == rubric.id
        ]
    allowed = {indicator.id: indicator.may_be_not_applicable for indicator in rubric.indicators}
    assert keys == [
        (c.key, c.kind.declaration.name, c.required, allowed.get(c.key.rpartition(".")[0], False))
        for c in rubric.clauses
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("    - 米山镇\n", "", "通知印的是 15 个，列了 14 个"),
        ("总数: 45", "总数: 46", "通知印的是 46 个，列了 45 个"),
        ("    - 三甲镇\n", "    - 米山镇\n", "考核对象“米山镇”列了两次"),
    ],
)
def test_a_list_of_bodies_that_differs_from_its_printed_count_is_found(
    before: str, after: str, message: str, tmp_path: Path
) -> None:
    text = (ROOT / "rubrics" / "gaoping-2022.yaml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "gaoping-2022.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert any(message in problem.text() for problem in check_rubric(str(path)))


def test_the_bodies_of_each_scheme_are_as_many_as_its_notice_prints() -> None:
    counts = {
        id: [len(group.names) for group in bodies.groups]
        for id in ("gaoping-2022", "gaoping-2020", "shanxi-2020")
        if (bodies := load_scheme(id).bodies)
    }
    assert counts == {"gaoping-2022": [15, 30], "gaoping-2020": [62], "shanxi-2020": [11, 43]}
    shanxi = load_scheme("shanxi-2020").bodies
    assert shanxi is not None
    assert shanxi.groups[0].names[0] == "太原市人民政府"
