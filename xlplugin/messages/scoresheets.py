"""Messages about scoresheets: what was entered, and what does not fit the rubric."""

SCORESHEETS = {
    "not-a-scoresheet": (
        "不是评分表数据；应为含 rubric、body、entries 的对象，格式见 README.zh.md",
        "not a scoresheet; write an object with rubric, body and entries (see README.md)",
    ),
    "not-json": ("不是合法的 JSON：{why}；请检查标点和括号", "not valid JSON: {why}; check its punctuation"),
    "json-deep": ("括号嵌套太深；请检查括号", "brackets are nested too deeply; check them"),
    "not-utf8": (
        "不是 UTF-8 编码；请在记事本里“另存为”，编码选 UTF-8",
        "not UTF-8; save it as UTF-8",
    ),
    "is-a-workbook": (
        "是 Excel 工作簿或压缩包，不是评分表数据；请填成 JSON 或 YAML",
        "this is a workbook or zip file, not a scoresheet; use JSON or YAML",
    ),
    "empty-file": ("文件是空的；请填入内容", "the file is empty; add content"),
    "too-large": (
        "超过 {most} 字节，未读取；请核对是否选错了文件",
        "larger than {most} bytes, so it was not read; check that it is the right file",
    ),
    "repeated-key": ("“{key}”出现了两次；请只留一处", "{key!r} appears twice; keep one"),
    "unknown-field": ("没有“{field}”这一项；{hint}", "there is no field {field!r}; {hint_en}"),
    "missing-field": ("缺少“{field}”；请补上", "{field!r} is missing; add it"),
    "wrong-type": ("应为{expected}，填的是 {value}", "must be {expected_en}, not {value}"),
    "unknown-rubric": (
        "没有评分表“{rubric}”；现有：{known}；自己写的评分表请加 --rubric 文件名",
        "there is no rubric {rubric!r}; known rubrics: {known}; to use your own file add --rubric FILE",
    ),
    "wrong-rubric": (
        "是评分表“{rubric}”的数据，要的是“{expected}”；请核对",
        "this scoresheet is for {rubric!r}, but {expected!r} is needed; check which one is right",
    ),
    "unknown-key": ("没有 {key} 这一填报项；{hint}", "there is no input {key}; {hint_en}"),
    "unknown-indicator": ("没有“{indicator}”这一指标；请核对编号", "there is no indicator {indicator!r}; check its id"),
    "may-not-be-inapplicable": (
        "该指标不能填“不适用”；请如实填报",
        "this indicator cannot be marked as not applicable; enter its data",
    ),
    "entry-beside-inapplicable": (
        "所属指标已填“不适用”，此处又填了数据；请删去其中一个",
        "there is an entry although the indicator is marked 不适用 (not applicable); delete one of them",
    ),
    "not-yes-or-no": ("应填 true（是）或 false（否），填的是 {value}", "must be true or false, not {value}"),
    "unknown-tier": (
        "没有第 {value} 档；应填 0（无）至 {most} 的整数",
        "there is no tier {value}; use a whole number from 0 (none) to {most}",
    ),
    "not-a-number": ("{label}应填数，填的是 {value}", "must be a number, not {value}"),
    "negative": ("{label}不能小于 0，填的是 {value}", "must not be below 0, but is {value}"),
    "fractional": ("{label}应填整数，填的是 {value}", "must be a whole number, not {value}"),
    "too-many-places": (
        "{label}至多 {places} 位小数，填的是 {value}",
        "must have at most {places} decimal places, but is {value}",
    ),
    "below-limit": ("{label}不能小于 {least}，填的是 {value}", "must not be below {least}, but is {value}"),
    "over-limit": ("{label}不能大于 {most}，填的是 {value}", "must not be above {most}, but is {value}"),
    "part-above-whole": (
        "{part}（{part_value}）大于{whole}（{whole_value}）；请核对两个数",
        "the part ({part_value}) is larger than the whole ({whole_value}); check both",
    ),
    "rate-over-limit": (
        "{part}（{part_value}）超过{whole}（{whole_value}）的 {most}%；请核对两个数",
        "the part ({part_value}) is more than {most}% of the whole ({whole_value}); check both",
    ),
    "reason-missing-of-loss": (
        "评了 {value} 分，不到满分 {most} 分，没有理由；请写明失分的理由",
        "{value} of {most} points were given without a reason; write why the others were lost",
    ),
    "undecided": (
        "该计的指标都不适用，没有可折算的分；由考核单位研究确定",
        "everything that counts here is not applicable, so there is nothing to scale; the office decides",
    ),
    "reason-missing": (
        "填了 {value} 分但没有理由；请写明理由",
        "{value} points were entered without a reason; write the reason",
    ),
    "reason-unwritable": (
        "理由里有控制字符或乱码，或超过 {most} 字；请重写",
        "the reason has control characters or is longer than {most} characters; write it again",
    ),
    "reason-of-its-own": (
        "这一项的理由与分值一起填（amount 和 reason）；请移到 entries 里",
        "the reason for this entry is written beside its amount (amount and reason); move it to entries",
    ),
    "reason-not-text": ("理由应为文字，填的是 {value}", "the reason must be text, not {value}"),
    "not-an-object": ("应写作 {example}，填的是 {value}", "write it as {example}, not {value}"),
    "half-a-rate": (
        "只填了一项数据，缺“{missing}”；按未评处理，请补填",
        "only one of the two numbers was entered; the rate counts as blank until {missing!r} is entered, too",
    ),
    "reason-without-amount": (
        "写了理由，没有填分值；按未填处理",
        "there is a reason but no amount; it counts as blank",
    ),
    "counted-twice": (
        "与 {other} 奖励的可能是同一件事，两处都计了分；请核对",
        "may reward the same thing as {other}; both were counted, so check them",
    ),
    "bonus-above-limit": (
        "加分 {bonus} 分，超过所属二级指标 {points} 分的 {share}%（{limit} 分）；一般不应超过，请核对",
        "the bonus of {bonus} exceeds {share}% of the {points} points of its subdimension ({limit}); check it",
    ),
}
