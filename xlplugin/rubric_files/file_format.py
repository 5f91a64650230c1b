"""The format of rubric and scheme files, declared as data: the fields of each mapping, and what each field holds.

``rubric_file`` and ``scheme_file`` read the files, ``json_schema`` makes the editors' schema from this declaration, and
``yaml_mistakes`` takes the field names from it. The fields of clauses are declared with their kinds
(``rubric.clause_kinds``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xlplugin.rubric.clause import CLAUSE_FIELDS, OVERLAP_FIELD
from xlplugin.rubric.clause_kinds import KINDS, MEASURE_FIELDS
from xlplugin.rubric.file_fields import FieldForm, FileField
from xlplugin.rubric.total_rules import Counts, Missing

FORMAT = "1"
"""The number of the file format that this program reads."""

MOST_CLAUSES = 30
"""Clauses in one cell of the table."""

EXCEED = "可突破"
"""Whether an indicator's deductions may exceed its points; 否 is 扣完为止."""

WORTH = "折算为"
"""What all points of a part count one level up, in 分."""

HEADINGS = ("一级指标", "二级指标", "三级指标", "赋分", "扣分标准", "考核方式", "涉及内容", "责任组", "备注")
"""Columns of the table that a notice may call otherwise."""

JOINING, ABSENT = ("平均", "加权", "合计"), ("待定", "不计")
"""The words of ``rubric.joining``, which is not imported for them: few rubrics join anything."""

TIES, ROUNDING = ("跳号", "不跳号", "不排名次"), ("舍去", "四舍五入", "进一")
LATE = ("不受理", "重新审定")
"""The words of ``rubric.deciding``, which is not imported for them either."""

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
    "识别",
)
"""What an erratum may be about; the findings of ``check`` use the same words."""


def _text(name: str, description: str, *, required: bool = True) -> FileField:
    return FileField(name, FieldForm.TEXT, description, required)


def _points(name: str, description: str, *, required: bool = True) -> FileField:
    return FileField(name, FieldForm.POINTS, description, required)


def _exceed(of: str) -> FileField:
    text = f"{of}的扣分可以超过三级指标的赋分；否就是扣完为止"
    return FileField(EXCEED, FieldForm.YES_NO, text, required=False)


def _missing(of: str) -> FileField:
    words = tuple(one.value for one in Missing)
    return FileField("缺项", FieldForm.CHOICE, f"{of}的指标不适用时怎样计分", required=False, choices=words)


def _weights() -> tuple[FileField, FileField]:
    share = FileField("权重", FieldForm.BOUND, "得分乘以这个百分数计入上一级，如 30%", required=False)
    return share, _points(WORTH, "赋分折算成几分计入上一级", required=False)


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


def _parts(name: str, of: FileField) -> tuple[FileField, FileField]:
    """Declare the parts of a score and how they are joined."""
    weight = FileField("权重", FieldForm.PERCENT, "加权合成的，如 60%；合计 100%", required=False)
    joining = FileField("合成", FieldForm.CHOICE, required=False, choices=JOINING)
    return _list(name, of, weight), joining


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

_TEST = (
    _text("项", "填报项的编号（3.1.1.d1）、指标编号、一级指标 2、总分、基本分、加分"),
    *(
        FileField(word, FieldForm.WORDS_OR_NUMBER, required=False)
        for word in ("是", "不低于", "超过", "不超过", "低于")
    ),
)

_CONSEQUENCE = (
    _points("总分为", "总分按几分计（原来更低的不变）", required=False),
    _points("总分至多", "总分至多几分", required=False),
    _text("等次为", "等次定为（原来更低的不变）", required=False),
    _text("等次至多", "等次至多为", required=False),
    FileField("不计", FieldForm.NAMES, "不计的加分：加分（全部），或编号", required=False),
    FileField("不得分", FieldForm.NAMES, "不得分的指标", required=False),
    FileField("不失分", FieldForm.NAMES, "不失分的指标", required=False),
    FileField("乘以", FieldForm.FACTOR, "对象乘以几", required=False),
    FileField("对象", FieldForm.NAMES, "乘以的对象：总分、指标或填报项的编号", required=False),
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
    _missing("全表"),
    _points(WORTH, "全表的得分（不含加分）折算成几分", required=False),
    _group(
        "栏目",
        *(_text(name, "通知里这一栏的名称", required=False) for name in HEADINGS),
        required=False,
        description="通知的栏目叫法不同的，写通知的叫法",
    ),
    FileField("指标", FieldForm.LIST, definition="dimension|indicator", at_least=1),
    _below("综合加分项", "加分标准"),
    _below("重大扣分项", "扣分标准"),
    _list(
        "组",
        _text("名称", "如 表彰"),
        FileField("原文", FieldForm.QUOTE, required=False),
        FileField("成员", FieldForm.NAMES, "如 1.2.1.b1、bonus.2；或几个三级指标的编号"),
        FileField("取", FieldForm.CHOICE, required=False, choices=tuple(one.value for one in Counts)),
        _points("上限", "合计至多几分", required=False),
        required=False,
    ),
    _list(
        "条件",
        _text("名称", "如 一票否决"),
        FileField("原文", FieldForm.QUOTE),
        _list("当", *_TEST, required=False),
        _list("当任一", *_TEST, required=False),
        _group("则", *_CONSEQUENCE),
        required=False,
    ),
    _group(
        "考核人合成",
        FileField("原文", FieldForm.QUOTE, required=False),
        _list(
            "类别",
            _text("名称", "考核人的类别，如 领导、群众"),
            FileField("权重", FieldForm.PERCENT, "如 60%；各类合计 100%"),
            required=False,
        ),
        FileField("去掉最高", FieldForm.COUNT, "去掉几个最高分", required=False),
        FileField("去掉最低", FieldForm.COUNT, "去掉几个最低分", required=False),
        FileField("无效", FieldForm.NAMES, "哪些评分无效：未填完、全部满分、全部零分", required=False),
        FileField("至少", FieldForm.COUNT, "有效评分少于几份就不出得分", required=False),
        FileField("缺席", FieldForm.CHOICE, required=False, choices=ABSENT),
        required=False,
        description="几位考核人各打各的分，得分怎样合成；不写就按填报项合并",
    ),
    _group(
        "分期",
        FileField("原文", FieldForm.QUOTE, required=False),
        *_parts("各期", _text("名称", "如 第一季度")),
        FileField("缺期", FieldForm.CHOICE, required=False, choices=ABSENT),
        required=False,
        description="分几期填报的，全年得分怎样合成",
    ),
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
    _text("报送时限", "自评报送的最后一天，如 2026-12-10", required=False),
    _group(
        "申诉",
        FileField("原文", FieldForm.QUOTE),
        FileField("天数", FieldForm.COUNT, "告知得分后几天内可以申诉（自然日）；按工作日算的写 工作日", required=False),
        FileField("工作日", FieldForm.COUNT, "告知得分后几个工作日内可以申诉", required=False),
        FileField("逾期视为无异议", FieldForm.YES_NO, "期限内没有意见的，视为无异议", required=False),
        FileField("定稿后", FieldForm.CHOICE, "定稿以后的申诉怎样处理", required=False, choices=LATE),
        required=False,
        description="申诉的期限",
    ),
    _group(
        "名次",
        FileField("原文", FieldForm.QUOTE, required=False),
        FileField("并列", FieldForm.CHOICE, "得分相同的名次怎么排", required=False, choices=TIES),
        FileField(
            "公布", FieldForm.CHOICE, "通报里公布不公布得分和名次；不写是公布", required=False, choices=("是", "否")
        ),
        required=False,
        description="名次怎么排；不写是跳号（1、2、2、4）",
    ),
    _list(
        "等次名额",
        _text("等次", "如 优秀"),
        FileField("不超过", FieldForm.PERCENT, "如 30%", required=False),
        FileField("个数", FieldForm.COUNT, "不按比例的，最多几个", required=False),
        FileField("范围", FieldForm.CHOICE, "各类分别算，还是全部一起算", required=False, choices=("各类", "全部")),
        FileField("取整", FieldForm.CHOICE, "比例算出小数时", required=False, choices=ROUNDING),
        FileField("原文", FieldForm.QUOTE),
        required=False,
    ),
    _list(
        "连续等次",
        _text("等次", "如 优秀"),
        FileField("年数", FieldForm.COUNT, "连续几年"),
        FileField("原文", FieldForm.QUOTE),
        required=False,
    ),
    _group(
        "整改",
        FileField("原文", FieldForm.QUOTE),
        FileField("等次", FieldForm.NAMES, "哪些等次的单位须整改（失分的各项指标）", required=False),
        FileField("失分率不低于", FieldForm.PERCENT, "一项指标失分达到赋分的几成须整改，如 50%", required=False),
        FileField("工作日", FieldForm.COUNT, "几个工作日内整改完毕"),
        required=False,
        description="谁须整改、多长时间",
    ),
    _group(
        "分表",
        FileField("原文", FieldForm.QUOTE, required=False),
        *_parts("各表", FileField("评分表", FieldForm.ID)),
        FileField("缺表", FieldForm.CHOICE, required=False, choices=ABSENT),
        required=False,
        description="每个考核对象填几张评分表的，得分怎样合成",
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
    fields |= {field.name: field for field in MEASURE_FIELDS}
    return (*fields.values(), OVERLAP_FIELD)


DEFINITIONS: dict[str, tuple[FileField, ...]] = {
    "dimension": (
        _text("一级指标", "一级指标"),
        _points("赋分", "扣分到此为止；表上没有就不写", required=False),
        _exceed("这个一级指标"),
        _missing("这个一级指标"),
        *_weights(),
        FileField("二级指标", FieldForm.LIST, definition="subdimension|indicator", at_least=1),
    ),
    "subdimension": (
        _text("名称", "二级指标；没有的留空"),
        FileField("权重", FieldForm.BOUND, "得分乘以这个百分数计入一级指标", required=False),
        FileField("三级指标", FieldForm.LIST, definition="indicator", at_least=1),
    ),
    "indicator": (
        FileField("编号", FieldForm.NUMBER, "如 1.1.1；两级的表 1.1，一级的表 1"),
        _text("名称", "三级指标"),
        _points("赋分", "没有印分值的写 —"),
        _clauses("得分标准", required=False),
        _clauses("扣分标准", required=False),
        _clauses("加分标准", required=False),
        _points("扣分上限", "几条合计至多扣几分", required=False),
        _points("加分上限", "几条合计至多加几分", required=False),
        _text("考核方式", "考核方式", required=False),
        _text("涉及内容", "涉及内容", required=False),
        _text("责任组", "责任组（科室、单位）", required=False),
        _text("备注", "备注", required=False),
        _exceed("这个指标"),
        _missing("这个指标"),
        *_weights(),
        FileField("得分按最高计", FieldForm.YES_NO, "几条得分只算最高的一条", required=False),
        FileField("加分按最高计", FieldForm.YES_NO, "几条加分只算最高的一条", required=False),
        FileField("可不适用", FieldForm.YES_NO, "单位可以填“不适用”", required=False),
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
        yield from ("扣分", "得分", "加分") if field.form is FieldForm.AMOUNT else (field.name,)
        yield from _names(field.fields)
