"""What is said of each fault, in Chinese and in English: what is wrong, and what to do.

Chinese is for those who fill in and write rubrics, English for developers. ``{…}`` are the facts of the
problem. The place is said before the message (see ``errors.Problem``).
"""

SCORESHEET = {
    "not-a-scoresheet": (
        "不是评分表数据；应为含 rubric、body、entries 的对象，格式见 README.zh.md",
        "not a scoresheet; give an object with rubric, body and entries (see README.md)",
    ),
    "not-json": ("不是合法的 JSON：{why}；请检查标点和括号", "not valid JSON: {why}; check its punctuation"),
    "not-utf8": ("不是 UTF-8 编码；请另存为 UTF-8", "not UTF-8; save it as UTF-8"),
    "empty-file": ("文件是空的；请填入内容", "the file is empty; give it some content"),
    "too-large": (
        "超过 {most} 字节，未读取；请核对是否选错了文件",
        "over {most} bytes, not read; is it the right file?",
    ),
    "repeated-key": ("“{key}”出现了两次；请只留一处", "{key!r} stands twice; keep one"),
    "unknown-field": ("没有“{field}”这一项；{hint}", "there is no field {field!r}; {hint_en}"),
    "missing-field": ("缺少“{field}”；请补上", "{field!r} is missing; add it"),
    "wrong-type": ("应为{expected}，填的是 {value}", "give {expected_en}, not {value}"),
    "unknown-rubric": ("没有评分表“{rubric}”；现有：{known}", "there is no rubric {rubric!r}; there are: {known}"),
    "wrong-rubric": (
        "是评分表“{rubric}”的数据，要的是“{expected}”；请核对",
        "a scoresheet of {rubric!r} where {expected!r} is asked for; check which one is meant",
    ),
    "unknown-key": ("没有“{key}”这一填报项；{hint}", "there is no input {key!r}; {hint_en}"),
    "unknown-indicator": ("没有“{indicator}”这一指标；请核对编号", "there is no indicator {indicator!r}; check its id"),
    "may-not-be-inapplicable": (
        "该指标不能填“不适用”；请如实填报",
        "this indicator may not be marked as not applicable; enter what is the case",
    ),
    "entry-beside-inapplicable": (
        "所属指标已填“不适用”，此处又填了数据；请删去其中一个",
        "entered beside 不适用 (not applicable); take one of the two out",
    ),
    "not-yes-or-no": ("应填 true（是）或 false（否），填的是 {value}", "give true or false, not {value}"),
    "unknown-tier": (
        "没有第 {value} 档；应填 0（无）至 {most} 的整数",
        "there is no tier {value}; give a whole number from 0 (none) to {most}",
    ),
    "not-a-number": ("{label}应填数，填的是 {value}", "give a number, not {value}"),
    "negative": ("{label}不能小于 0，填的是 {value}", "may not be below 0, is {value}"),
    "fractional": ("{label}应填整数，填的是 {value}", "give a whole number, not {value}"),
    "too-many-places": ("{label}至多 4 位小数，填的是 {value}", "give at most 4 decimal places, not {value}"),
    "over-limit": ("{label}不能大于 {most}，填的是 {value}", "may not be above {most}, is {value}"),
    "part-above-whole": (
        "{part}（{part_value}）大于{whole}（{whole_value}）；请核对两个数",
        "the part ({part_value}) is above the whole ({whole_value}); check both",
    ),
    "reason-missing": ("填了 {value} 分但没有理由；请写明理由", "{value} points without a reason; give the reason"),
    "reason-not-text": ("理由应为文字，填的是 {value}", "give the reason as text, not {value}"),
    "not-an-object": ("应填 {parts} 两项或其中所需的项，填的是 {value}", "give an object of {parts}, not {value}"),
    "half-a-rate": (
        "只填了一项数据，缺“{missing}”；按未评处理，请补填",
        "only one of the two figures, {missing!r} is missing; counted as blank, enter it",
    ),
    "reason-without-amount": (
        "写了理由，没有填分值；按未填处理",
        "a reason without an amount; counted as blank",
    ),
    "counted-twice": (
        "与 {other} 奖励的可能是同一件事，两处都计了分；请核对",
        "may reward the same thing as {other}; both count, check them",
    ),
    "bonus-above-limit": (
        "加分 {bonus} 分，超过所属二级指标 {points} 分的 {share}%（{limit} 分）；一般不应超过，请核对",
        "a bonus of {bonus} is above {share}% of the {points} points of its level-2 indicator ({limit}); check it",
    ),
}

RUBRIC = {
    "yaml-syntax": ("YAML 写法有误：{why}；请检查缩进、冒号和引号", "YAML syntax: {why}; check indentation and quotes"),
    "yaml-alias": ("不接受 YAML 的 & 和 * 引用；请直接写出内容", "YAML anchors and aliases are refused; write it out"),
    "yaml-tag": ("不接受 YAML 的 ! 标记（{tag}）；请去掉", "YAML tags are refused ({tag}); take it out"),
    "yaml-deep": ("嵌套超过 {most} 层；请检查缩进", "nested more than {most} deep; check the indentation"),
    "yaml-key": ("这里的键应为文字；请检查写法", "keys must be plain text; check this line"),
    "yaml-many": ("含有不止一份 YAML 文档；请只留一份", "more than one YAML document; keep one"),
    "not-a-mapping": ("应为“键: 值”形式的内容；请检查缩进", "give a mapping of keys to values; check the indentation"),
    "not-a-list": ("应为以“-”开头的列表；请检查写法", "give a list of items that begin with '-'"),
    "not-text": ("“{field}”应为一行文字或数；请检查缩进", "{field!r} must be text or a number; check the indentation"),
    "blank-field": ("“{field}”不能为空；请补上", "{field!r} may not be blank; fill it in"),
    "not-points": ("“{field}”应为分值，如 2.5，写的是“{value}”", "{field!r} must be points such as 2.5, not {value!r}"),
    "not-whole": ("“{field}”应为整数，写的是“{value}”", "{field!r} must be a whole number, not {value!r}"),
    "not-percent": ("“{field}”应为百分数，如 20%，写的是“{value}”", "{field!r} must be like 20%, not {value!r}"),
    "not-one-of": ("“{field}”应为{allowed}之一，写的是“{value}”", "{field!r} must be one of {allowed}, not {value!r}"),
    "not-a-formula": (
        "“得分”应写作“合规率×2”或“(1-迟报率)×3”，写的是“{value}”",
        "write the score as 合规率×2 or (1-迟报率)×3, not {value!r}",
    ),
    "which-kind": (
        "看不出是哪一种标准；请照 docs/writing-a-rubric.zh.md 写明 每、选项、得分、分段、目标、酌情、倍数 之一，或只写扣分（加分）",
        "which kind of clause is this? give one of 每, 选项, 得分, 分段, 目标, 酌情, 倍数, or just 扣分 or 加分"
        " (see docs/writing-a-rubric.md)",
    ),
    "unknown-format": (
        "不认识的格式“{value}”；本程序读格式 1",
        "unknown format {value!r}; this program reads format 1",
    ),
    "bad-id": ("“{value}”不能用作名称；请用小写字母、数字和连字符", "{value!r} is no id; use a-z, 0-9 and hyphens"),
    "unknown-scheme": ("找不到考核方案“{scheme}”；现有：{known}", "there is no scheme {scheme!r}; there are: {known}"),
    "grades-in-circle": (
        "等次“沿用”成了一圈；请在其中一个方案里列出等次",
        "grades are taken over in a circle; list them",
    ),
    "id-out-of-order": (
        "编号“{value}”不合顺序，此处应为 {expected}",
        "id {value!r} is out of order, {expected} is next",
    ),
    "numeral-out-of-order": ("序号“{value}”不合顺序，此处应为“{expected}”", "item {value!r}: {expected!r} is next"),
    "no-required-input": ("没有一项必填的扣分标准；至少要有一项", "no clause deducts anything; at least one must"),
    "label-too-long": (
        "选项合起来超过 255 字，电子表格的下拉列表放不下；请把名称缩短",
        "the tiers' labels are over 255 characters together, too long for a drop-down list; shorten them",
    ),
    "label-comma": (
        "选项名称里不能有半角逗号或引号“{value}”；请改用全角",
        "no ASCII comma or quote in a tier: {value!r}",
    ),
    "label-repeated": ("选项名称“{value}”重复或与“无”相同；请改名", "tier {value!r} stands twice or is 无; rename it"),
    "unknown-overlap": ("“可能重复”里的 {key} 不是填报项；请核对", "{key} under 可能重复 is no input; check it"),
    "points-differ": (
        "“{name}”赋分 {printed} 分，所属三级指标合计 {summed} 分；请核对通知，确系原文如此的记入 errata（事项：赋分合计）",
        "{name}: {printed} points, its indicators add up to {summed}; check, or record it under errata (赋分合计)",
    ),
    "cap-above-dimension": (
        "上限 {cap} 分大于一级指标“{name}”的 {points} 分；请核对（事项：上限）",
        "the cap of {cap} is above the {points} points of {name}; check, or record an erratum (上限)",
    ),
    "formula-differs": (
        "写的是“得分={given}”，原文是“得分={quoted}”；请核对（事项：得分公式）",
        "得分={given} is given where the quote says 得分={quoted}; check, or record an erratum (得分公式)",
    ),
    "full-mark-differs": (
        "得分公式的满分是 {full} 分，赋分 {points} 分；请核对（事项：满分）",
        "the formula's full mark is {full}, the points are {points}; check, or record an erratum (满分)",
    ),
    "band-gap": ("{upper}与{lower}之间没有分段；请补上", "no band between {upper} and {lower}; close the gap"),
    "band-overlap": ("{upper}与{lower}重叠；请改到首尾相接", "{upper} and {lower} overlap; make them meet"),
    "band-open": (
        "第一段应从头开始、末一段应到底；请检查分段",
        "the first band must have no lower edge, the last no upper",
    ),
    "edge-not-in-quote": (
        "原文里没有 {edge}%；请核对（事项：分段）",
        "{edge}% is not in the quote; check, or record an erratum (分段)",
    ),
    "grade-differs": (
        "“{grade}”为{band}，原文的数是 {printed}；请核对（事项：等次）",
        "{grade} is {band}, the quote's figures are {printed}; check, or record an erratum (等次)",
    ),
    "no-such-grade": (
        "原文说的等次“{name}”不在 {names} 之内；请核对（事项：等次名称）",
        "the grade {name!r} is none of {names}; check, or record an erratum (等次名称)",
    ),
    "amount-not-in-quote": (
        "原文里没有 {amount} {unit}；请核对（事项：分值）",
        "{amount} {unit} is not in the quote; check, or record an erratum (分值)",
    ),
    "limit-unfounded": (
        "原文没有“酌情”，也没有分值；请核对（事项：酌情）",
        "the quote neither leaves it to discretion (酌情) nor prints an amount; check, or record an erratum (酌情)",
    ),
    "limit-differs": (
        "酌情扣分的上限是 {limit} 分，赋分 {points} 分；请核对（事项：酌情）",
        "the discretionary limit is {limit}, the points are {points}; check, or record an erratum (酌情)",
    ),
    "not-in-notice": (
        "通知里没有这句话：“{text}”；请照原文抄录，原文残缺的记入 errata（事项：原文）",
        "not in the notice: {text!r}; quote it as it stands, or record what is damaged under errata (原文)",
    ),
    "erratum-idle": (
        "这条勘误（{place}，{topic}）对不上任何问题；请核对位置、事项和“读作”",
        "this erratum ({place}, {topic}) answers nothing that was found; check its place, topic and 读作",
    ),
}

USE = {
    "no-such-file": ("没有这个文件；请核对路径", "no such file; check the path"),
    "cannot-read": ("读不了：{why}", "cannot be read: {why}"),
    "cannot-write": ("写不了：{why}；请换个位置或关闭占用它的程序", "cannot be written: {why}; choose another place"),
    "file-exists": (
        "文件已存在，没有改动；请换个名称或先移走它",
        "the file exists and was left alone; choose another name",
    ),
    "no-such-rubric": ("没有评分表“{rubric}”；现有：{known}", "there is no rubric {rubric!r}; there are: {known}"),
    "no-such-indicator": ("没有指标“{indicator}”；请核对编号", "there is no indicator {indicator!r}; check its id"),
    "source-of-which": (
        "没有写明是哪份评分表的通知；请写上评分表的名称",
        "whose notice is it? name the rubric too",
    ),
    "not-a-workbook": (
        "不是本程序生成的评分工作簿；请选 build 生成的 .xlsx",
        "not a workbook of this program; choose an .xlsx that build wrote",
    ),
    "name-missing": (
        "工作簿里没有名称“{name}”；请用本版程序重新生成",
        "the workbook lacks the name {name!r}; build it again",
    ),
    "bad-body": ("考核对象名称“{body}”不能用；请去掉控制字符并控制在 100 字以内", "{body!r} cannot be a body's name"),
    "scheme-has-no-table": (
        "“{scheme}”是考核方案，没有评分表，不能生成评分工作簿",
        "{scheme!r} is a scheme without a scoring table; no workbook can be made of it",
    ),
}

MESSAGES: dict[str, tuple[str, str]] = SCORESHEET | RUBRIC | USE
