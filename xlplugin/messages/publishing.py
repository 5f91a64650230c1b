"""Messages about grades, freezes, published documents, rectification and the comparison of rounds."""

PUBLISHING = {
    "is-frozen": (
        "已由{by}于 {day} 定稿，不能再改；确需更改，先用 xlplugin decide --reopen 写明理由重新审定",
        "the results were frozen by {by} on {day} and cannot be changed; to change something reopen them with a reason: xlplugin decide --reopen",
    ),
    "not-frozen": ("还没有定稿", "nothing is frozen"),
    "reopened-without-reason": ("请写重新审定的理由", "give the reason why the results are reopened"),
    "changed-meanwhile": (
        "这期间有人办理了别的事项；请重新运行一次",
        "something else was recorded meanwhile; run the command again",
    ),
    "joined-not-published": (
        "这份评分表的得分由几期或几张表合成，合成的结果还不能在这里定稿、公布；请用 rank --joined 和 export",
        "the score is joined over periods or tables; such results cannot be frozen and published here yet: use `rank --joined` and `export`",
    ),
    "version-not-available": (
        "数据库里没有第 {version} 版的评分表",
        "the store does not have version {version} of the rubric",
    ),
    "no-decision-columns": (
        "找不到“{columns}”这几栏；请用 xlplugin decide -o 导出的表",
        "the columns {columns} are missing; use the table that `xlplugin decide -o` writes",
    ),
    "body-twice-in-table": (
        "“{body}”在第 {first} 行已有；请删去一行",
        "{body!r} is already in row {first}; remove one of the rows",
    ),
    "bodies-missing-in-table": (
        "缺 {count} 个考核对象：{bodies}；每个都要有审定等次",
        "{count} bodies are missing: {bodies}; each needs a decision",
    ),
    "row-of-another-round": (
        "这一行是“{round}”的，现在审定的是“{now}”",
        "this row is of the round {round!r}, and {now!r} is being decided",
    ),
    "body-of-which-table": (
        "“{body}”有几张评分表；请保留“评分表”一栏",
        "{body!r} is assessed by several tables; keep the column 评分表",
    ),
    "body-not-in-round": ("没有考核对象“{body}”；{hint}", "there is no body {body!r}; {hint_en}"),
    "score-changed-since": (
        "“{body}”在表上是 {before}，现在是 {now}；请重新导出再审定",
        "{body!r} has {before} in the table and {now} now; write the table again and decide on that",
    ),
    "grade-without-score": (
        "“{body}”没有完整得分（{why}），不能定等次；请写“不定等次”和理由",
        "{body!r} has no complete score ({why}) and cannot get a grade; write 不定等次, and the reason",
    ),
    "no-grade-without-reason": (
        "“{body}”没有完整得分（{why}）；请在“变更理由”写明为何不定等次",
        "{body!r} has no complete score ({why}); write under 变更理由 why it gets no grade",
    ),
    "no-grade-given": ("“{body}”没有填审定等次", "{body!r} has no grade under 审定等次"),
    "unknown-grade": ("没有“{grade}”这个等次；{hint}", "there is no grade {grade!r}; {hint_en}"),
    "departure-without-reason": (
        "“{body}”建议{proposed}，审定为{grade}；请写变更理由",
        "{body!r} was proposed as {proposed} and decided as {grade}; give the reason under 变更理由",
    ),
    "quota-exceeded": (
        "{grade}的名额是 {places} 个，审定了 {count} 个（“{quote}”）；确需超出的，用 --overrule 写明理由",
        "{grade} has {places} places, and {count} bodies have it ({quote!r}); to exceed the quota give the reason with --overrule",
    ),
    "question-is-open": (
        "{file}：{why}；请先答复（xlplugin resolve）",
        "{file}: {why}; answer it first (xlplugin resolve)",
    ),
    "appeal-is-open": (
        "{id} 号申诉（{place}）未处理；请先处理（xlplugin appeal --decide）",
        "appeal {id} ({place}) is open; decide it first (xlplugin appeal --decide)",
    ),
    "bodies-undecided": (
        "{count} 个考核对象的等次未审定，或审定后得分变了：{bodies}",
        "the grades of {count} bodies are not decided, or their scores have changed since: {bodies}",
    ),
    "figures-not-announced": (
        "还没有把得分告知各单位（“{quote}”）；请先发反馈（xlplugin publish --draft），确不需要的用 --overrule 写明理由",
        "the bodies were not told their figures ({quote!r}): send the draft first (xlplugin publish --draft), or give the reason with --overrule",
    ),
    "appeals-still-possible": (
        "申诉期到 {last} 为止（“{quote}”），还没有过；确需现在定稿的，用 --overrule 写明理由",
        "appeals are possible until {last} ({quote!r}); to freeze now give the reason with --overrule",
    ),
    "publish-needs-freeze": (
        "还没有定稿；先用 xlplugin decide --freeze 定稿（征求意见的用 publish --draft）",
        "nothing is frozen: freeze the results first (xlplugin decide --freeze), or write the drafts (publish --draft)",
    ),
    "no-word-document": (
        "不是 Word 文档（.docx）；请在 Word 或 WPS 里另存为 .docx",
        "not a Word document (.docx); save it as .docx in Word or WPS",
    ),
    "template-broken-field": (
        "花括号不成对；字段写作 {{{{ 单位 }}}}，起止写作 {{%p for … %}}、{{%p endfor %}}",
        "braces do not match; a field is written {{{{ 单位 }}}}, a beginning or end {{%p for … %}}, {{%p endfor %}}",
    ),
    "template-not-alone": (
        "{{%p … %}} 要单独成段，{{%tr … %}} 要单独占表格的一行",
        "{{%p … %}} needs a paragraph of its own, {{%tr … %}} a table row of its own",
    ),
    "template-row-not-alone": (
        "{{%tr … %}} 要单独占表格的一行，这一行别的格要空着",
        "{{%tr … %}} needs a row of a table of its own; leave the row's other cells blank",
    ),
    "template-syntax": (
        "起止不成对或写法不对；每个 for 要有 endfor，每个 if 要有 endif，写作 {{%p for 类 in 各类 %}}、{{%p if 公布名次 %}}",
        "beginnings and ends do not match, or are misspelt; each for needs endfor, each if needs endif, written {{%p for 类 in 各类 %}}, {{%p if 公布名次 %}}",
    ),
    "template-torn": (
        "开始和结束（{end}）不在同一处；要在同一段里，或都单独成段、在同一个单元格或正文里",
        "its beginning and its end ({end}) are in different places; both in one paragraph, or each in one of its own within the same cell or text",
    ),
    "template-section-break": (
        "起止段落里有分节符，会一起去掉；请把分节符移到别的段落",
        "the paragraph of a beginning or end has a section break, which would go with it; move the break to another paragraph",
    ),
    "template-comparison": (
        '只能比较文字是不是某几个字，如 {{% if 类.名称 == "A类" %}}；数也是文字，不能比大小',
        'only whether a text is some words can be compared, as in {{% if 类.名称 == "A类" %}}; numbers are texts too',
    ),
    "template-not-docx": (
        "不是 .docx，没有用它；请另存为 {name}",
        "is no .docx and was not used; save it as {name}",
    ),
    "template-unknown-field": ("没有“{name}”这个字段；{hint}", "there is no field {name!r}; {hint_en}"),
    "template-no-list": ("“{name}”不是可以逐个列出的，不能用 for", "{name!r} is no list, so `for` cannot repeat it"),
    "template-no-text": (
        "“{name}”不是文字；请写其中的一项：{fields}",
        "{name!r} is no text; name what it holds: {fields}",
    ),
    "template-not-understood": (
        "只能用字段、for 和 if（==、!=、and、or、not），名称不能重复，不能用 {what}",
        "only fields, for and if (with ==, !=, and, or, not) can be used, each name once, not {what}",
    ),
    "no-calendar-year": (
        "工作日历里没有 {year} 年（现有 {known}）；请照国务院办公厅的通知补上这一年，用 --calendar 指定",
        "the calendar of working days does not have {year} (it has {known}); add the year and name the file with --calendar",
    ),
    "rectified-twice": ("“{body}”的 {place} 写了两行；请合并", "{place} of {body!r} has two rows; put both together"),
    "body-not-rectifying": (
        "整改清单里没有“{body}”；{hint}",
        "{body!r} is not on the list of those who must rectify; {hint_en}",
    ),
    "place-not-rectifying": (
        "整改清单里没有“{body}”的 {place}；{hint}",
        "{place!r} of {body!r} is not on the list of what must be rectified; {hint_en}",
    ),
    "no-archive": ("不是归档文件，或已损坏", "not an archive of this program, or damaged"),
    "archive-name-twice": ("有同名的文件", "two members have the same name"),
    "archive-member-missing": ("缺失", "is missing"),
    "archive-member-changed": ("与归档时不同", "differs from what was archived"),
    "archive-member-added": ("归档时没有这个文件", "was not there when it was archived"),
    "archive-freeze-changed": ("考核结果与定稿时不同", "the results differ from those that were frozen"),
    "archive-log-differs": (
        "办理记录的最后一条不是这次定稿",
        "the last entry of the log does not record this freeze",
    ),
    "archive-results-unreadable": (
        "考核结果读不出来，没有重算",
        "the results cannot be read, so they were not computed again",
    ),
    "archive-files-absent": (
        "缺 {count} 份报送文件或印证材料（归档时说缺 {listed} 份）：{files}",
        "{count} returned files or evidence are not there (when it was made {listed} were missing): {files}",
    ),
    "archive-file-of-nobody": (
        "定稿里没有这个文件",
        "the frozen results name no such file",
    ),
    "records-gone": (
        "办理记录里“{what}”的 {count} 条，数据库里没有",
        "the log tells of {count} records ({what}) that the store does not have",
    ),
    "archive-rubric-changed": (
        "评分表 {rubric} 与定稿时不同",
        "the rubric {rubric} differs from the one that was frozen",
    ),
    "archive-figure-differs": (
        "“{body}”定稿 {frozen} 分，照归档的填报和评分表重算是 {now} 分",
        "{body!r} was frozen with {frozen}; its entries give {now} by the archived rubric",
    ),
    "publication-changed": (
        "文件夹里有 {count} 个不是这里写的或改动过的文件：{files}；请换个文件夹，或先移走",
        "the folder has {count} files that were changed, or not written here: {files}; choose another folder, or move them away",
    ),
    "no-templates-there": ("没有这些模板：{names}", "there is none of the templates {names}"),
    "appeal-after-freeze": (
        "{day} 已定稿，方案没有写定稿后可以申诉，不予受理",
        "the results were frozen on {day}; the scheme does not allow appeals after that",
    ),
    "appeal-reopens": (
        "{day} 已定稿；照方案受理申诉要重新审定，请用 --late 写明理由",
        "the results were frozen on {day}; to take the appeal they have to be reopened: give the reason with --late",
    ),
    "one-decision-at-a-time": (
        "--table、--as-proposed、--freeze、--reopen 一次只用一个",
        "use only one of --table, --as-proposed, --freeze and --reopen at a time",
    ),
    "publish-needs": ("请写明{hint}", "is needed: {hint_en}"),
    "passed-or-failed": (
        "复查结果写“通过”或“未通过”，不能是“{value}”",
        "the result of a re-check is passed or failed, not {value!r}",
    ),
    "two-rounds": ("请写上次和这次两个轮次", "name two rounds: the earlier one and the later one"),
    "no-such-columns": ("找不到“{columns}”这几栏；请照样补上", "the columns {columns} are missing; add them"),
    "not-later": (
        "延期到的日子 {day} 不晚于现在的期限 {due}；请核对",
        "the day {day} is not later than the present last day {due}; check it",
    ),
    "not-a-folder": ("是文件，不是文件夹；请换个名称", "is a file and no folder; choose another name"),
    "another-publication": (
        "文件夹里是另一次公布（别的轮次、别的定稿，或征求意见）的文件；请换个文件夹",
        "the folder holds another publication (of another round or freeze, or drafts); choose another folder",
    ),
    "announced-before-sending": (
        "{day} 比第一次发放工作簿的 {first} 早一年以上；请核对日期",
        "{day} is more than a year before the first workbooks were sent ({first}); check the day",
    ),
    "no-field-of-change": (
        "“{text}”的位置没有写“{field}”，不能去掉；{hint}",
        "the place of {text!r} has no field {field!r} to be left out; {hint_en}",
    ),
    "no-such-kind": ("种类应为 {known}，不能是“{kind}”", "the kind must be one of {known}, not {kind!r}"),
    "not-in-that-round": (
        "{round}里没有{kind}“{name}”；{hint}",
        "{round} has no {kind} {name!r}; {hint_en}",
    ),
    "mapped-twice": ("“{name}”写了两次；请保留一行", "{name!r} appears twice; keep one row"),
    "no-change": (
        "“{text}”不是改法；请写 位置.字段=值，如 2.1.1.d1.扣分=1",
        "{text!r} is not a change; write PLACE.FIELD=VALUE, such as 2.1.1.d1.扣分=1",
    ),
    "no-place-of-change": ("“{text}”的位置在评分表里没有；{hint}", "no table has the place of {text!r}; {hint_en}"),
    "what-if-not-joined": ("不能与 --joined 同用", "cannot be used together with --joined"),
    "two-versions": (
        "“{body}”的评分表与别的单位不是一个版本（{versions}）；请给各单位发同一版（distribute --reissue）",
        "the table of {body!r} has another version than that of others ({versions}); send one version to all (distribute --reissue)",
    ),
    "scheme-without-grades": (
        "方案没有等次，不能填“{grade}”",
        "the scheme has no grades, so {grade!r} cannot be one",
    ),
    "freeze-damaged": (
        "{round} 于 {at} 的定稿与定稿时不符，内容被改动或缺失",
        "the freeze of {round} of {at} differs from what was frozen: something was changed or is missing",
    ),
    "freeze-of-another-log": (
        "{round} 的定稿所指的第 {number} 条办理记录不在，记录可能被替换",
        "entry {number} of the log, which records the freeze of {round}, is not there: the log may have been replaced",
    ),
}
