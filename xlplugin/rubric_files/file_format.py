"""The format of rubric and scheme files, declared as data: the fields of each mapping, and what each field holds.

``rubric_file`` and ``scheme_file`` read the files, ``json_schema`` makes the editors' schema from this declaration, and
``yaml_mistakes`` takes the field names from it. The fields of clauses are declared with their kinds
(``rubric.clause_kinds``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xlplugin.rubric.clause_kinds import CLAUSE_FIELDS, KINDS, OVERLAP_FIELD
from xlplugin.rubric.file_fields import FieldForm, FileField

FORMAT = "1"
"""The number of the file format that this program reads."""

MOST_CLAUSES = 30
"""Clauses in one cell of the table."""

EXCEED = "可突破"
"""Whether an indicator's deductions may exceed its points; 否 is 扣完为止."""

PLACES_OF_TOTALS = ("0", "1", "2", "3", "4")
"""Decimal places that a published total may have."""

TOPICS = (
    "原文",
    "赋分合计",
    "上限",
    "得分公式",
    "满分",
    "分段",
    "分值",
    "酌情",
    "等次",
    "等次名称",
    "考核对象",
    "存疑",
)
"""What an erratum may be about; the findings of ``check`` use the same words."""


def _text(name: str, description: str, *, required: bool = True) -> FileField:
    return FileField(name, FieldForm.TEXT, description, required)


def _points(name: str, description: str, *, required: bool = True) -> FileField:
    return FileField(name, FieldForm.POINTS, description, required)


def _exceed(of: str) -> FileField:
    text = f"{of}的扣分可以超过三级指标的赋分；否就是扣完为止"
    return FileField(EXCEED, FieldForm.CHOICE, text, required=False, choices=("是", "否"))


def _list(name: str, *fields: FileField, required: bool = True, at_least: int | None = 1) -> FileField:
    return FileField(name, FieldForm.LIST, required=required, fields=fields, at_least=at_least)


def _group(name: str, *fields: FileField, required: bool = True, description: str = "") -> FileField:
    return FileField(name, FieldForm.GROUP, description, required, fields=fields)


def _clauses(name: str, *, required: bool) -> FileField:
    return FileField(name, FieldForm.LIST, "", required, definition="clause", at_least=1, at_most=MOST_CLAUSES)


def _below(name: str, standard: str) -> FileField:
    """Declare the parts below the table: 综合加分项, 重大扣分项."""
    highest = _text("按最高计", "同一项按最高计的，写同样的名称，如 表彰", required=False)
    items = _list("各项", _text("序号", "一、二、三……"), _clauses(standard, required=True), highest)
    lead, method = _text("总述", "总述", required=False), _text("考核方式", "考核方式", required=False)
    cap = _points(f"{standard[:2]}上限", f"各项合计至多{standard[0]}几分", required=False)
    return _group(name, lead, method, cap, items, required=False)


def _provisions(name: str) -> FileField:
    """Declare paragraphs of a scheme; 时限 is accepted, but not used yet."""
    fields = (FileField("原文", FieldForm.QUOTE), _text("时限", "如 考核前 15 天", required=False))
    return _list(name, *fields, required=False, at_least=None)


_HEAD = (
    FileField("格式", FieldForm.FORMAT),
    _text("名称", "标题"),
    FileField("年度", FieldForm.YEAR),
    FileField("版本", FieldForm.WORDS_OR_NUMBER, "改了评分表就换一个，如 2", required=False),
    _group(
        "通知",
        _text("标题", "通知标题"),
        _text("文号", '如 高政办函〔2022〕10号；没有的写 ""'),
        _text("附件", "如 附件 2", required=False),
    ),
    FileField(
        "errata",
        FieldForm.LIST,
        "勘误",
        required=False,
        fields=(
            FileField("位置", FieldForm.WORDS_OR_NUMBER, "编号，如 3.3.9"),
            FileField("事项", FieldForm.CHOICE, required=False, choices=TOPICS),
            FileField("印作", FieldForm.WORDS_OR_NUMBER),
            FileField("读作", FieldForm.WORDS_OR_NOTHING),
            _text("理由", "为何这样读"),
        ),
    ),
)

RUBRIC_FIELDS = (
    *_HEAD,
    FileField("评分表", FieldForm.ID),
    # Accepted, but not used: the scheme's 考核对象 lists the bodies of each table.
    _text("类别", "A类、B类", required=False),
    FileField("考核方案", FieldForm.ID, required=False),
    _text("参照理由", "为何参照别处的等次", required=False),
    _points("满分", "通知印的总分；一级指标的赋分合计应当等于它", required=False),
    FileField(
        "公布小数",
        FieldForm.CHOICE,
        "公布得分保留几位小数，四舍五入；不写是 2",
        required=False,
        choices=PLACES_OF_TOTALS,
    ),
    _exceed("全表"),
    FileField("指标", FieldForm.LIST, definition="dimension", at_least=1),
    _below("综合加分项", "加分标准"),
    _below("重大扣分项", "扣分标准"),
    FileField("附注", FieldForm.QUOTES, required=False),
    _list("责任组全称", _text("印作", "表中的写法"), _text("全称", "全称"), required=False, at_least=None),
)

SCHEME_FIELDS = (
    *_HEAD,
    FileField("考核方案", FieldForm.ID),
    FileField("计分办法", FieldForm.QUOTES, required=False),
    _group(
        "加分限额",
        FileField("原文", FieldForm.QUOTE),
        FileField("不超过", FieldForm.PERCENT, "如 20%"),
        FileField("超出时", FieldForm.CHOICE, required=False, choices=("提示", "封顶")),
        required=False,
    ),
    _group(
        "考核等次",
        FileField("沿用", FieldForm.ID, required=False),
        _text("理由", "为何沿用", required=False),
        _list(
            "各等次",
            _text("名称", "等次"),
            _points("不低于", "分数线", required=False),
            _points("低于", "分数线", required=False),
            FileField("原文", FieldForm.QUOTE),
            required=False,
        ),
        required=False,
    ),
    _provisions("考核程序"),
    _provisions("结果运用"),
    _group(
        "印证材料",
        _text("标题", "清单的标题"),
        _text("附件", "如 附件 3", required=False),
        _text("总述", "总述", required=False),
        _list("各项", _text("序号", "一、二……"), FileField("原文", FieldForm.QUOTE)),
        required=False,
    ),
    _group(
        "考核对象",
        _text("附件", "如 附件 1", required=False),
        FileField("总数", FieldForm.PRINTED_COUNT, "通知印的总数"),
        _list(
            "各类",
            _text("类别", "如 A类"),
            FileField("数量", FieldForm.PRINTED_COUNT, "通知印的数"),
            _text("评分表", "这一类用的评分表", required=False),
            _text("全称", "如 {单位}市人民政府；不写则用印的名称", required=False),
            FileField("单位", FieldForm.NAMES, "照通知的顺序和名称"),
            at_least=None,
        ),
        required=False,
        description="通知列的考核对象",
    ),
)


def _clause_fields() -> tuple[FileField, ...]:
    """Return the fields of clauses of all kinds, each once; the fields of one kind are optional here."""
    fields = {field.name: field for field in CLAUSE_FIELDS}
    for kind in KINDS:
        for field in kind.declaration.fields:
            fields.setdefault(field.name, replace(field, required=False))
    return (*fields.values(), OVERLAP_FIELD)


DEFINITIONS: dict[str, tuple[FileField, ...]] = {
    "dimension": (
        _text("一级指标", "一级指标"),
        _points("赋分", "扣分到此为止；表上没有就不写", required=False),
        _exceed("这个一级指标"),
        FileField("二级指标", FieldForm.LIST, definition="subdimension", at_least=1),
    ),
    "subdimension": (
        _text("名称", "二级指标；没有的留空"),
        FileField("三级指标", FieldForm.LIST, definition="indicator", at_least=1),
    ),
    "indicator": (
        FileField("编号", FieldForm.NUMBER, "如 1.1.1"),
        _text("名称", "三级指标"),
        _points("赋分", "没有印分值的写 —"),
        _clauses("扣分标准", required=False),
        _clauses("加分标准", required=False),
        _points("扣分上限", "几条合计至多扣几分", required=False),
        _points("加分上限", "几条合计至多加几分", required=False),
        _text("考核方式", "考核方式", required=False),
        _text("涉及内容", "涉及内容", required=False),
        _text("责任组", "责任组（科室、单位）", required=False),
        _text("备注", "备注", required=False),
        _exceed("这个指标"),
        FileField("加分按最高计", FieldForm.CHOICE, "几条加分只算最高的一条", required=False, choices=("是", "否")),
        FileField("可不适用", FieldForm.CHOICE, "单位可以填“不适用”", required=False, choices=("是", "否")),
    ),
    "clause": _clause_fields(),
}
"""Mappings that are used in several places, by name."""


def field_names() -> tuple[str, ...]:
    """Return the names of all fields, without repetition."""
    tops = (*RUBRIC_FIELDS, *SCHEME_FIELDS, *(field for fields in DEFINITIONS.values() for field in fields))
    return tuple(dict.fromkeys(_names(tops)))


def _names(fields: Iterable[FileField]) -> Iterator[str]:
    for field in fields:
        yield from ("扣分", "加分") if field.form is FieldForm.AMOUNT else (field.name,)
        yield from _names(field.fields)
