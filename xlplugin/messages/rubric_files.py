"""Messages about the files of rubrics, schemes and looks."""

RUBRIC_FILES = {
    "yaml-syntax": (
        "写法有误，读到这里读不下去（{why}）；请检查这一行和上一行的缩进、冒号和引号",
        "invalid YAML: {why}; check the indentation and quotes of this line and the one before",
    ),
    "typed-tab": ("缩进用了制表符；请改用空格", "the line is indented with a tab; use spaces"),
    "typed-wide-space": (
        "缩进用了全角空格；请改用半角空格",
        "the line is indented with full-width spaces; use plain ones",
    ),
    "typed-dash": ("“-”后面少一个空格；请补上", "a space is missing after '-'; add it"),
    "typed-wide-colon": (
        "“{key}”后面的冒号是全角的；请改用半角冒号，后面空一格",
        "the colon after {key!r} is full-width; use ': '",
    ),
    "typed-no-space": ("“{key}:”后面少一个空格；请补上", "a space is missing after '{key}:'; add it"),
    "typed-special": (
        "内容以“{start}”开头，要整个放在半角单引号里，如 '{start}…'",
        "a text that begins with {start} must be quoted: '{start}…'",
    ),
    "typed-quote": (
        "引号 {start} 不成对，或后面还有字；请整个放在一对引号里，或改用“”",
        "the quotation mark {start} is not closed at the end of the text; put the whole text into single quotes, or write “ and ” inside it",
    ),
    "typed-colon-inside": (
        "内容里有“: ”，要整个放在半角单引号里，或改用全角冒号",
        "a text that contains ': ' must be quoted",
    ),
    "yaml-alias": (
        "不接受 YAML 的 & 和 * 引用；请直接写出内容",
        "YAML anchors and aliases are not supported; write the content out",
    ),
    "yaml-tag": ("不接受 YAML 的 ! 标记（{tag}）；请去掉", "YAML tags are not supported ({tag}); remove it"),
    "yaml-deep": ("嵌套超过 {most} 层；请检查缩进", "nested more than {most} levels deep; check the indentation"),
    "yaml-key": ("这里的键应为文字；请检查写法", "keys must be plain text; check this line"),
    "yaml-many": ("含有不止一份 YAML 文档；请只留一份", "the file has more than one YAML document; keep one"),
    "not-a-mapping": ("应为“键: 值”形式的内容；请检查缩进", "must be a mapping (key: value); check the indentation"),
    "not-a-list": ("应为以“-”开头的列表；请检查写法", "must be a list of items that begin with '-'; check this line"),
    "not-text": ("“{field}”应为一行文字或数；请检查缩进", "{field!r} must be text or a number; check the indentation"),
    "blank-field": ("“{field}”不能为空；请补上", "{field!r} must not be blank; fill it in"),
    "not-points": ("“{field}”应为分值，如 2.5，写的是“{value}”", "{field!r} must be points such as 2.5, not {value!r}"),
    "not-whole": ("“{field}”应为整数，写的是“{value}”", "{field!r} must be a whole number, not {value!r}"),
    "not-percent": (
        "“{field}”应为百分数，如 20%（至多两位小数，负的改用“数值”），写的是“{value}”",
        "{field!r} must be a percentage such as 20% (at most two decimals; for one below 0 use 数值), not {value!r}",
    ),
    "not-one-of": ("“{field}”应为{allowed}之一，写的是“{value}”", "{field!r} must be one of {allowed}, not {value!r}"),
    "not-a-formula": (
        "“得分”应写作“合规率×2”或“(1-迟报率)×3”，写的是“{value}”",
        "write the score as 合规率×2 or (1-迟报率)×3, not {value!r}",
    ),
    "control-character": (
        "含有看不见的控制字符，工作簿里放不下；请删去重打",
        "contains a control character, which a workbook cannot store; delete it",
    ),
    "cut-by-comment": (
        "“{field}”里空格后的 # 和后面的字会被当成说明略去；请把内容整个放在半角单引号里，说明另起一行",
        "the text after ' #' in {field!r} would be dropped as a comment; quote the whole text, and put comments on their own line",
    ),
    "text-too-long": ("“{field}”超过 {most} 字；请缩短", "{field!r} is longer than {most} characters; shorten it"),
    "too-many": ("“{field}”超过 {most} 项；请核对", "{field!r} has more than {most} items; check it"),
    "no-standard": (
        "指标 {id} 没有得分标准、扣分标准，也没有加分标准；至少写一条",
        "indicator {id} has no 得分标准, 扣分标准 or 加分标准; write at least one",
    ),
    "unknown-place": ("没有“{value}”；{hint}", "there is no {value!r}; {hint_en}"),
    "group-limits-nothing": (
        "组“{name}”没有限制什么；请写“取”或“上限”",
        "the group {name!r} limits nothing; write 取 or 上限",
    ),
    "group-too-small": (
        "组“{name}”的成员应不少于两个，且不重复",
        "the group {name!r} needs two different members or more",
    ),
    "grouped-twice": (
        "组“{name}”的成员 {members} 已在组里；一个成员只能在一个组里算一次",
        "the members {members} of the group {name!r} are in a group already; each can count in one group, once",
    ),
    "missing-not-scaled": (
        "指标 {id} 缺项时{way}，但所在的一级指标和全表都不{way}，这些分就没有着落；请在一级指标或全表写“缺项: {way}”",
        "indicator {id} is left out by {way}, and neither its dimension nor the table does that with its points; "
        "write 缺项: {way} there",
    ),
    "spread-over-weights": (
        "全表缺项平摊，“{name}”另有权重（折算为）或自己的缺项办法，怎样平摊说不清；请把“缺项”写在各一级指标",
        "the table spreads what is left out, and {name!r} has a weight or a way of its own; write 缺项 for each dimension",
    ),
    "unit-with-number": (
        "“每: {value}”：单位不带数；每满两篇才算一次的，写“填报: 每满两篇的次数”“每: 次”；不足两篇也按比例算的，写“每: 篇”，分值减半",
        "每: {value!r}: a unit has no number; for whole twos, ask for their number (每: 次), for parts of them halve the points",
    ),
    "worth-of-nothing": (
        "没有赋分，不能按“{field}”折算；请写赋分",
        "there are no points that could count as {field}; write 赋分",
    ),
    "group-of-several-sorts": (
        "组“{name}”的成员有的加分、有的扣分、有的是指标；请分成几组",
        "the members of the group {name!r} are of several sorts (bonuses, deductions, indicators); use several groups",
    ),
    "one-relation": (
        "每个条件写“项”和一个比较：{relations}",
        "a condition has 项 and one comparison of {relations}",
    ),
    "no-consequence": ("“则”里没有写结果；请写 {effects} 之一", "则 has no consequence; write one of {effects}"),
    "no-bonus-there": ("指标 {value} 没有加分标准；请核对", "indicator {value} has no 加分标准; check it"),
    "rule-circle": (
        "条件{names}以自己要改的结果为前提，算不出来；请改用不受它影响的项",
        "the rules {names} depend on what they change; use conditions that they do not affect",
    ),
    "worth-has-too-many-places": (
        "赋分乘以权重超过 4 位小数；请改用“折算为”",
        "points times 权重 have more than 4 decimal places; use 折算为",
    ),
    "not-a-bound": (
        "“{field}”应为数，如 8.5，写的是“{value}”；比率才写百分数",
        "{field!r} must be a number such as 8.5, not {value!r}; only a rate has a percentage here",
    ),
    "step-not-positive": ("“{field}”应大于 0", "{field!r} must be above 0"),
    "bounds-crossed": ("“最大”应大于“最小”；请核对", "最大 must be above 最小; check both"),
    "formula-of-another": (
        "公式里是“{formula}”，填报的是“{name}”；请用同一个名称",
        "the formula is of {formula!r}, but {name!r} is entered; use one name",
    ),
    "share-of-nothing": (
        "“{value}”是指标赋分的一部分，这里没有赋分；请写出分值",
        "{value!r} is a share of the indicator's points, and there are none here; write the points",
    ),
    "no-multiple-award": (
        "得分标准不用“倍数”；折算写成“得分: 名称×系数”",
        "倍数 is not used under 得分标准; a scaled figure is written as 得分: 名称×系数",
    ),
    "two-kinds": ("同时写了 {kinds}，分不清是哪一种标准；请只留一种", "{kinds} cannot be used together; keep one kind"),
    "two-edges": ("一段的同一头写了两次（{edges}）；请只留一个", "the same edge is given twice ({edges}); keep one"),
    "label-not-text": (
        "选项名称“{value}”会被电子表格当成数、公式或逻辑值；请改成文字",
        "a spreadsheet reads {value!r} as a number, formula or boolean; use words",
    ),
    "which-kind": (
        "看不出是哪一种标准；请照 docs/writing-a-rubric.zh.md 写明 每、选项、得分、分段、每低、每高、酌情、倍数 之一，或只写扣分（得分、加分）",
        "the kind of this clause is not clear; write one of 每, 选项, 得分, 分段, 每低, 每高, 酌情, 倍数, or only 扣分, 得分 or 加分"
        " (see docs/writing-a-rubric.md)",
    ),
    "unknown-format": (
        "不认识的格式“{value}”；本程序读格式 1",
        "unknown format {value!r}; this program reads format 1",
    ),
    "bad-id": (
        "“{value}”不能用作名称；请用小写字母、数字和连字符",
        "{value!r} is not a valid id; use a-z, 0-9 and hyphens",
    ),
    "unknown-scheme": (
        "找不到考核方案“{scheme}”；现有：{known}",
        "there is no scheme {scheme!r}; known schemes: {known}",
    ),
    "grades-borrowed": (
        "考核等次照 {scheme}（{notice}），不是本表的通知；写上参照理由，或删去“考核方案”（就不评等次）",
        "the grades are those of {scheme} ({notice}), another notice; give a 参照理由, or delete 考核方案 (no grades)",
    ),
    "grades-in-circle": (
        "等次“沿用”成了一圈；请在其中一个方案里列出等次",
        "the schemes take their grades from each other in a circle; list the grades in one of them",
    ),
    "id-out-of-order": (
        "编号“{value}”不合顺序，此处应为 {expected}",
        "id {value!r} is out of order; expected {expected}",
    ),
    "numeral-out-of-order": (
        "序号“{value}”不合顺序，此处应为“{expected}”",
        "item {value!r} is out of order; expected {expected!r}",
    ),
    "no-required-input": (
        "没有一项必填的扣分标准；至少要有一项",
        "there is no required deduction clause; at least one is needed",
    ),
    "label-too-long": (
        "选项合起来超过 255 字，电子表格的下拉列表放不下；请把名称缩短",
        "the labels together exceed 255 characters, which is too long for a drop-down list; shorten them",
    ),
    "label-comma": (
        "选项名称里不能有半角逗号或引号“{value}”；请改用全角",
        "a label must not contain an ASCII comma or quotation mark: {value!r}; use full-width ones",
    ),
    "label-repeated": (
        "选项名称“{value}”重复或与“无”相同；请改名",
        "the label {value!r} appears twice or equals 无; rename it",
    ),
    "unknown-overlap": ("“可能重复”里的 {key} 不是填报项；请核对", "{key} under 可能重复 is not an input; check it"),
    "file-name-differs": (
        "文件名是 {name}，名称是 {id}；建议把文件改名为 {id}.yaml，免得弄混",
        "the file is called {name}, its id is {id}; call it {id}.yaml so that nobody confuses them",
    ),
    "double-negative": (
        "“{label}”里有两个否定词，填“是”还是“否”容易弄反；建议改成只有一个否定词、或没有否定词的问法",
        "the question {label!r} has two negations, so 是 and 否 are easily confused; ask with one or none",
    ),
    "points-differ": (
        "“{name}”赋分 {printed} 分，所属三级指标合计 {summed} 分；请核对通知，确系原文如此的记入 errata（事项：赋分合计）",
        "{name} has {printed} points, but its indicators add up to {summed}; correct it, or record an erratum (赋分合计)",
    ),
    "common-cap-differs": (
        "总述写着合计至多 {printed} 分，上限填的是 {given}；请照原文填“加分上限”或“扣分上限”",
        "the sentence above the items says at most {printed} in all, the file says {given}; write the cap as printed",
    ),
    "edge-is-above": (
        "按原文，{edge} 属于上面一段，这里归在下面一段；请改用“低于”“不低于”，原文确实如此的记入 errata（事项：分段）",
        "by the sentence {edge} belongs to the band above, here it is in the band below; use 低于 and 不低于, or record an "
        "erratum (分段)",
    ),
    "edge-is-below": (
        "按原文，{edge} 属于下面一段，这里归在上面一段；请改用“不超过”“超过”，原文确实如此的记入 errata（事项：分段）",
        "by the sentence {edge} belongs to the band below, here it is in the band above; use 不超过 and 超过, or record an "
        "erratum (分段)",
    ),
    "tier-differs": (
        "“{tier}”原文是 {printed} 分，填的是 {given} 分；请核对，原文确实如此的记入 errata（事项：分值）",
        "for {tier!r} the sentence prints {printed}, the file has {given}; correct it, or record an erratum (分值)",
    ),
    "highest-unsaid": (
        "原文说取最高一项，这里各项相加；请写“得分按最高计: 是”（加分的写“加分按最高计: 是”），或用“组”",
        "the sentence counts only the highest, here all are added; write 得分按最高计 or 加分按最高计 with 是, or use 组",
    ),
    "any-unsaid": (
        "原文说“或者”，这里要几个条件都符合；只要符合一个的，把“当”改成“当任一”",
        "the sentence says 或者, here all conditions must hold; write 当任一 instead of 当 if one suffices",
    ),
    "group-counts-otherwise": (
        "原文是“{printed}”，“取”写的是“{given}”；请核对",
        "the sentence counts {printed}, 取 says {given}; correct it",
    ),
    "total-is-a-limit": (
        "原文说不超过 {points} 分，这里是按 {points} 分计；请改成“总分至多”",
        "the sentence says at most {points}, here the total becomes {points}; use 总分至多",
    ),
    "relation-differs": (
        "原文里的 {number} 和“{given}”不一致（以上、以下含本数，超过、低于不含）；请核对",
        "{number} in the sentence does not fit {given!r} (以上 and 以下 include the number, 超过 and 低于 do not)",
    ),
    "limit-above-range": (
        "原文至多 {points} 分，“酌情”写的是 {limit}；请核对，原文确实如此的记入 errata（事项：酌情）",
        "the sentence allows {points} at most, 酌情 says {limit}; correct it, or record an erratum (酌情)",
    ),
    "each-of-several": (
        "原文是每 {printed}算一次，写的是每{given}；请改成“每: 个 {printed}”，或另填满几个的次数",
        "the sentence counts {printed} as one, the file counts each {given}; ask for the number of {printed}",
    ),
    "part-and-whole-exchanged": (
        "原文是 {whole} 除以 {part}，分子、分母写反了；请对调",
        "the sentence divides {whole} by {part}; exchange 分子 and 分母",
    ),
    "direction-differs": (
        "原文是“{printed}”，写的是“{given}”；请核对，原文确实如此的记入 errata（事项：分段）",
        "the sentence says {printed}, the file {given}; correct it, or record an erratum (分段)",
    ),
    "proportion-unsaid": (
        "原文说按比例，这里只算整档；请加“按比例: 是”，原文确实只算整档的记入 errata（事项：分段）",
        "the sentence says 按比例, but only whole steps count here; add 按比例: 是, or record an erratum (分段)",
    ),
    "exceeding-contradicts": (
        "原文说扣完为止，“可突破”写的是“是”；请核对，原文确实如此的记入 errata（事项：上限）",
        "the sentence says 扣完为止, but 可突破 is 是; correct it, or record an erratum (上限)",
    ),
    "weights-differ": (
        "各部分的权重合计 {share}%，不是 100%；请核对，原文确实如此的写“满分”，或记入 errata（事项：权重）",
        "the weights of the parts are {share} % together, not 100 %; correct them, or write 满分 or an erratum (权重) if "
        "the notice says so",
    ),
    "rung-differs": (
        "“{band}”原文是 {printed} 分，填的是 {given} 分；请核对，原文确实如此的记入 errata（事项：分段）",
        "for {band!r} the sentence prints {printed}, the file has {given}; correct it, or record an erratum (分段)",
    ),
    "places-differ": (
        "方案写着保留 {printed} 位小数，“公布小数”是 {given}；请照原文填",
        "the scheme says {printed} decimal places, 公布小数 is {given}; write it as printed",
    ),
    "group-of-one": (
        "按最高计的“{name}”只有一项；同一项按最高计的各项要写同样的名称",
        "only one item is in the group {name!r} (按最高计); items of which the highest counts have the same name",
    ),
    "base-differs": (
        "满分 {printed} 分，一级指标赋分合计 {summed} 分；请核对通知，确系原文如此的记入 errata（位置：满分，事项：赋分合计）",
        "the total is {printed}, but the dimensions add up to {summed}; correct it, or record an erratum (满分, 赋分合计)",
    ),
    "exceeding-unsaid": (
        "几条扣分合起来可能超过赋分 {points} 分，没有写明扣完为止还是可以突破；写上“可突破: 否”（扣完为止）或“可突破: 是”，或写扣分上限",
        "deductions together can exceed the {points} points; write 可突破: 否 (they stop there) or 可突破: 是, or a cap",
    ),
    "cap-above-dimension": (
        "上限 {cap} 分大于一级指标“{name}”的 {points} 分；请核对，原文确实如此的记入 errata（事项：上限）",
        "the cap of {cap} is above the {points} points of {name}; correct it, or record an erratum (上限)",
    ),
    "formula-differs": (
        "写的是“得分={given}”，原文是“得分={quoted}”；请核对，原文确实如此的记入 errata（事项：得分公式）",
        "得分={given} is written, but the quote has 得分={quoted}; correct it, or record an erratum (得分公式)",
    ),
    "full-mark-differs": (
        "得分公式的满分是 {full} 分，赋分 {points} 分；请核对，原文确实如此的记入 errata（事项：满分）",
        "the formula's full mark is {full}, but the points are {points}; correct it, or record an erratum (满分)",
    ),
    "band-gap": ("{upper}与{lower}之间没有分段；请补上", "there is no band between {upper} and {lower}; add one"),
    "band-overlap": ("{upper}与{lower}重叠；请改到首尾相接", "{upper} and {lower} overlap; make them adjacent"),
    "band-open": (
        "第一段应从头开始、末一段应到底；请检查分段",
        "the first band must have no lower bound, and the last band no upper bound",
    ),
    "edge-not-in-quote": (
        "原文里没有 {edge}；请核对，原文确实如此的记入 errata（事项：分段）",
        "{edge} is not in the quote; correct it, or record an erratum (分段)",
    ),
    "grade-differs": (
        "“{grade}”为{band}，原文的数是 {printed}；请核对，原文确实如此的记入 errata（事项：等次）",
        "{grade} is {band}, but the quote has {printed}; correct it, or record an erratum (等次)",
    ),
    "no-such-grade": (
        "原文说的等次“{name}”不在 {names} 之内；请核对，原文确实如此的记入 errata（事项：等次名称）",
        "the grade {name!r} in the quote is not one of {names}; correct it, or record an erratum (等次名称)",
    ),
    "amount-not-in-quote": (
        "原文里没有 {amount} {unit}；请核对，原文确实如此的记入 errata（事项：分值）",
        "{amount} {unit} is not in the quote; correct it, or record an erratum (分值)",
    ),
    "grade-not-in-quote": (
        "原文写的是{named}，这里写的是“{given}”；请核对",
        "the quote names {named}, and {given!r} is written here; correct one of them",
    ),
    "awards-below-points": (
        "几条得分标准合起来至多 {most} 分，赋分是 {points} 分；请核对，原文确实如此的记入 errata（事项：赋分合计）",
        "the awards give {most} at most, but the points are {points}; correct it, or record an erratum (赋分合计)",
    ),
    "misread-number": (
        "原文印作“{printed}分”，像是扫描时认错的数；请核对，确实如此的记入 errata（事项：识别）",
        "the quote has {printed}分, which looks misread by a scanner; check it, and record an erratum (识别)",
    ),
    "sign-differs": (
        "原文是“{printed} {amount} 分”，写在“{standard}”下；请核对，原文确实如此的记入 errata（事项：分值）",
        "the quote says {printed} {amount} 分, but it is under {standard}; correct it, or record an erratum (分值)",
    ),
    "unit-differs": (
        "原文按“{printed}”计，写的是“{given}”；请核对，原文确实如此的记入 errata（事项：分值）",
        "the quote counts in {printed}, but {given} is written; correct it, or record an erratum (分值)",
    ),
    "amount-unused": (
        "原文里的 {amount} 分没有用到，是不是漏写了扣分、上限或选项；请核对，原文确实如此的记入 errata（事项：分值）",
        "the quote has {amount} points that are not used; add the missing deduction, cap or tier, or record an erratum (分值)",
    ),
    "limit-unfounded": (
        "原文没有“酌情”，也没有分值；请核对，原文确实如此的记入 errata（事项：酌情）",
        "the quote has neither 酌情 (discretion) nor an amount; correct it, or record an erratum (酌情)",
    ),
    "limit-differs": (
        "酌情扣分的上限是 {limit} 分，赋分 {points} 分；请核对，原文确实如此的记入 errata（事项：酌情）",
        "the discretionary limit is {limit}, but the points are {points}; correct it, or record an erratum (酌情)",
    ),
    "bodies-differ": (
        "通知印的是 {printed} 个，列了 {found} 个；请核对，原文确实如此的记入 errata（事项：考核对象）",
        "the notice counts {printed} bodies, but {found} are listed; correct it, or record an erratum (考核对象)",
    ),
    "body-repeated": (
        "考核对象“{name}”列了两次；请核对，原文确实如此的记入 errata（事项：考核对象）",
        "the body {name!r} is listed twice; correct it, or record an erratum (考核对象)",
    ),
    "bad-full-name": (
        "“全称”里要有一个“{{单位}}”，写的是“{value}”；如“{{单位}}市人民政府”",
        "全称 needs one {{单位}}, as in {{单位}}市人民政府, not {value!r}",
    ),
    "needs-library": (
        '读 {kind} 文件要装 {library}：pip install "xlplugin[notices]"；或者另存为文本文件',
        'reading {kind} needs {library}: pip install "xlplugin[notices]"; or save the notice as plain text',
    ),
    "old-office-file": (
        "这是旧格式的文件（.doc、.xls、.wps）；请另存为 .docx、.xlsx 或文本文件",
        "this is a file of an old format (.doc, .xls, .wps); save it as .docx, .xlsx or plain text",
    ),
    "not-that-kind": (
        "文件内容不是 {kind}，或已损坏；请用 Word、WPS 等打开后另存",
        "the file is not a {kind}, or is damaged; open it in its program and save it again",
    ),
    "not-a-text": (
        "既不是 UTF-8、UTF-16，也不是 GBK 编码的文本；请另存为文本文件",
        "the text is neither UTF-8, UTF-16 nor GBK; save it as plain text",
    ),
    "not-in-notice": (
        "通知里没有这句话：“{text}”；请照原文抄录，原文残缺的记入 errata（事项：原文）",
        "this text is not in the notice: {text!r}; copy it exactly, or record damage in the notice under errata (原文)",
    ),
    "points-not-in-notice": (
        "通知里有“{text}”，但这一行没有“{points}”分；请照原文填赋分",
        "the notice has {text!r}, but not {points} points in that row; copy the points as printed",
    ),
    "erratum-idle": (
        "这条勘误（{place}，{topic}）对不上任何问题；请核对位置、事项和“读作”",
        "this erratum ({place}, {topic}) answers no finding; check its place, topic and 读作",
    ),
    "unknown-setting": ("没有“{setting}”这一设置；{hint}", "there is no setting {setting!r}; {hint_en}"),
    "bad-setting": ("“{setting}”应是：{rule}", "{setting!r} must be {rule_en}; correct it"),
    "setting-is-a-group": (
        "“{setting}”下面还有各项设置，不能直接写值；请写到具体一项",
        "{setting!r} is a group of settings; set one of them",
    ),
}
