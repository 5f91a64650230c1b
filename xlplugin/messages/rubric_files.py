"""Messages about the files of rubrics, schemes and looks."""

RUBRIC_FILES = {
    "quota-of-lowest": (
        "“{grade}”是最低一等，名额之外的没有更低的等次；请去掉这条名额",
        "{grade!r} is the lowest grade, so bodies beyond its quota have none; remove this quota",
    ),
    "too-many-days": ("“{field}”至多 {most}；请核对", "{field!r} is at most {most}; check it"),
    "no-year": ("年份应在 {first} 到 {last} 之间；请核对", "the year must be between {first} and {last}; check it"),
    "grade-not-of-scheme": (
        "没有“{grade}”这个等次；{hint}",
        "the scheme has no grade {grade!r}; {hint_en}",
    ),
    "year-twice": ("{year} 年写了两次；请合并", "the year {year} appears twice; put both together"),
    "not-days": (
        "“{value}”不是日期；请写 2026-01-01 或 2026-02-15 至 2026-02-23",
        "{value!r} is not a day or range of days; write 2026-01-01, or 2026-02-15 至 2026-02-23",
    ),
    "day-of-another-year": ("“{value}”不在 {year} 年；请核对", "{value!r} is not in {year}; check it"),
    "off-and-on": ("{day} 既放假又上班；请核对", "{day} is listed both as a day off and as a working day; check it"),
    "works-anyway": (
        "{day} 不是周末，本来就上班，不用列；请核对日期",
        "{day} is not at a weekend, so it is a working day anyway; check the date",
    ),
    "new-year-not-off": ("{year} 年没有列元旦；请照通知补全", "1 January of {year} is missing; complete the year"),
    "share-or-count": (
        "名额要么写“不超过”（比例），要么写“个数”，二者写一个",
        "a quota has either 不超过 (a share) or 个数 (a number); give exactly one",
    ),
    "years-in-a-row": ("连续的年数应为 2 到 {most}", "the years in a row must be 2 to {most}"),
    "days-or-working-days": (
        "期限要么写“天数”（自然日），要么写“工作日”，二者写一个",
        "the time is either 天数 (natural days) or 工作日 (working days); give exactly one",
    ),
    "rectified-by-nobody": (
        "没有写谁须整改；请写“等次”或“失分率不低于”",
        "it does not say who must rectify; give 等次 (grades) or 失分率不低于 (a share of points lost)",
    ),
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
    "classes-unclear": (
        "“评分表”按类别写的，每类一个不同的名称，类别名不能空，至多 {most} 类",
        "评分表 by class needs a different id for each class, a name for each, and at most {most} of them",
    ),
    "which-class": (
        "这个文件是几类考核对象的评分表，请写明是哪一份：{ids}",
        "this file holds the tables of several classes; name one of them: {ids}",
    ),
    "no-value-of-class": ("这里按类别写了值，没有“{name}”的", "there are values by class here, and none for {name!r}"),
    "no-such-class": ("没有“{name}”这一类；有：{known}", "there is no class {name!r}; there are: {known}"),
    "for-no-class": (
        "“类别”是空的，哪一类都没有这一项；请写上类别（{known}），或删去“类别”",
        "类别 is empty, so no class has this; name classes ({known}), or take 类别 out",
    ),
    "is-a-part": (
        "这是供引用的共性部分，不是一份评分表；请核对引用它的评分表",
        "this is a common part for others to refer to, and no table; check the tables that refer to it",
    ),
    "no-such-part": (
        "找不到引用的“{part}”：应是旁边的 {part}.yaml，里面有“指标”",
        "the part {part!r} was not found: it should be {part}.yaml beside this file, with 指标",
    ),
    "part-in-part": ("引用的文件里不能再有引用；请把指标直接写在里面", "a referenced file cannot refer to another one"),
    "due-no-day": (
        "“报送时限”应是一天，写作 2026-12-10，写的是“{value}”",
        "报送时限 must be a day written as 2026-12-10, not {value!r}",
    ),
    "part-twice": ("“{names}”写了几次；每个只写一次", "{names} stands there several times; write each once"),
    "weights-unused": (
        "写了权重，而合成不是“加权”；请写“合成: 加权”，或删去权重",
        "there are weights, but 合成 is not 加权; write 合成: 加权, or take the weights out",
    ),
    "weights-not-100": ("权重合计是 {total}，应为 100%", "the weights sum to {total}, not to 100%"),
    "joined-over-all": (
        "有“汇总”或“缺项: 平均分”的评分表，不能再按考核人或分期合成",
        "a table with 汇总 or 缺项: 平均分 cannot be joined over assessors or periods",
    ),
    "joined-with-grades": (
        "按考核人或分期合成的评分表，“条件”不能定等次，因为等次按合成后的得分定",
        "in a table that is joined over assessors or periods, 条件 cannot set a grade, which follows from the joined score",
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
    "over-of-nothing": (
        "写了“汇总项”，没有写“汇总”；请写明是名次、平均还是别的",
        "汇总项 without 汇总: say what is taken (名次, 平均 …)",
    ),
    "over-not-that-kind": (
        "“汇总: {value}”用不在这里；可用的有 {allowed}",
        "汇总: {value!r} does not work here; there is {allowed}",
    ),
    "over-without-pending": (
        "由各单位汇总的，要写“待汇总: 是”",
        "what comes from all bodies needs 待汇总: 是",
    ),
    "over-needs-none": (
        "比率汇总的是分母，不写“汇总项”；请删去",
        "of a rate the whole is computed from the parts; remove 汇总项",
    ),
    "over-needs-place": (
        "请用“汇总项”写明汇总的是哪一项",
        "say with 汇总项 of which input, indicator or dimension",
    ),
    "over-of-unknown": (
        "{key} 的汇总项“{value}”不存在，或包含这一项自己；请写别的填报项、指标或一级指标的编号",
        "汇总项 {value!r} of {key} does not exist, or contains it; name another input, indicator or dimension",
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
