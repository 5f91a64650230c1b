"""Messages about corrections and appeals."""

CORRECTED_ENTRIES = {
    "corrected": (
        "已更正：{before} → {after}（{by}：{why}）",
        "corrected: {before} -> {after} ({by}: {why})",
    ),
    "body-not-issued": (
        "没有给“{name}”发放过工作簿；{hint}",
        "no workbook was issued to {name!r}; {hint_en}",
    ),
    "final-score": ("更正后最终得分 {total}", "final score with what was corrected: {total}"),
    "no-such-figure": (
        "“{value}”不能是这个得分：应是数（分），至多四位小数，不超过赋分",
        "{value!r} cannot be this figure: it must be a number of points with at most four decimals, not above the points",
    ),
    "no-figure-to-correct": (
        "这个单位还没有得分，不能更正得分；请先更正填报或答复问题",
        "the body has no score yet, so no figure is corrected; correct entries or answer questions first",
    ),
    "appeal-too-late": (
        "申诉期已过：{last} 为止（“{quote}”）；确需受理的，用 --late 写明理由",
        "the time for appeals is over: it ended on {last} ({quote!r}); to take it all the same, give the reason with --late",
    ),
    "announced-in-the-future": (
        "{day} 还没有到；请写已经告知各单位得分的那一天",
        "{day} has not come yet; give the day on which the bodies were told their figures",
    ),
    "body-of-several-tables": (
        "“{name}”有几张评分表（{rubrics}）；请用 --rubric 选一张",
        "{name!r} is assessed by several tables ({rubrics}); choose one with --rubric",
    ),
    "no-such-input": (
        "没有“{key}”这一项；{hint}",
        "there is no input {key!r}; {hint_en}",
    ),
    "nothing-to-correct": (
        "还没有报送，没有可更正的；请先收取填好的工作簿",
        "nothing was returned yet, so there is nothing to correct; collect the filled workbook first",
    ),
    "decide-differences-first": (
        "考核人填的不一致（{given}）；请先用 resolve 认定以谁填的为准，再更正",
        "the assessors differ ({given}); decide with `resolve` whose entry counts, and correct it then",
    ),
    "nothing-corrected": (
        "现在就是“{value}”，没有可更正的",
        "{value!r} stands there already; there is nothing to correct",
    ),
    "no-correction": (
        "这一项没有更正过，不能撤回",
        "nothing is corrected there, so nothing can be taken back",
    ),
    "nothing-returned": (
        "还没有报送，没有可说明的",
        "nothing was returned yet, so there is nothing to explain",
    ),
    "value-or-withdraw": (
        "请写改成什么，或用 --withdraw 撤回更正（二者选一）",
        "give what counts, or --withdraw to take a correction back, not both",
    ),
    "appeal-without-text": (
        "请用 --says 写明单位怎么说",
        "give what the body says with --says",
    ),
    "no-such-place": (
        "没有“{place}”这个指标；{hint}",
        "there is no indicator {place!r}; {hint_en}",
    ),
    "no-such-appeal": (
        "没有 {id} 号申诉；不带参数运行 appeal 可列出全部",
        "there is no appeal {id}; `appeal` without more lists them",
    ),
    "appeal-is-decided": (
        "{id} 号申诉已由{by}处理（{outcome}）；有新的情况请另行登记",
        "appeal {id} was decided by {by} ({outcome}); record a new one if there is more",
    ),
    "rejected-with-changes": (
        "申诉不成立就不改；请去掉 --set，或改处理结果",
        "a rejected appeal changes nothing; remove --set, or choose another outcome",
    ),
    "upheld-without-changes": (
        "申诉成立要写改什么：--set 填报项 值",
        "an upheld appeal changes something: give --set KEY VALUE",
    ),
    "appeal-or-decision": (
        "登记写“考核对象 指标 --says …”，处理写“--decide 号 --as 结果”（二者选一）",
        "to record: BODY INDICATOR --says …; to decide: --decide NUMBER --as OUTCOME",
    ),
    "corrections-without-column": (
        "缺少列：{columns}；第一行应为 考核对象、填报项、更正为、理由（可加 依据）",
        "lacks the columns {columns}; the headings are 考核对象, 填报项, 更正为, 理由 (and 依据)",
    ),
    "corrected-twice": (
        "“{body}”的 {key} 在第 {other} 行已经有了；请只留一行",
        "{key} of {body} is already in row {other}; keep one of them",
    ),
    "nothing-to-correct-to": (
        "没有写更正为什么；未填写“空”，撤回写“撤回”",
        "does not say what counts; write 空 for a blank, 撤回 to take a correction back",
    ),
    "table-or-one": (
        "请写“考核对象 填报项 值”更正一项，或用 --table 给一张表（二者选一）",
        "give BODY KEY VALUE for one correction, or a table with --table, not both",
    ),
    "correction-without-reason": (
        "请写明理由（--why，表中是“理由”列）",
        "give the reason (--why, in a table the column 理由)",
    ),
}
