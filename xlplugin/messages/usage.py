"""Messages about wrong use of commands, and about the files and the system around them."""

USAGE = {
    "two-passwords": (
        "与 --password-file 只能用一个",
        "cannot be used together with --password-file; use one of them",
    ),
    "password-seen": (
        "命令行里的密码，本机其他人可能看到，也会留在命令历史里；建议改用 --password-file 或环境变量",
        "other users of this computer may see a password on the command line, and the shell keeps it in its history; use"
        " --password-file or the environment variable instead",
    ),
    "no-such-table-format": (
        "不能用 {file} 这种格式；请用 {kinds}",
        "{file} has a format that cannot be used here; use {kinds}",
    ),
    "no-such-file": ("没有这个文件；请核对路径", "no such file; check the path"),
    "cannot-read": ("读不了：{why}", "cannot be read: {why}"),
    "cannot-write": (
        "写不了：{why}；请换个位置或关闭占用它的程序",
        "cannot be written: {why}; choose another place, or close the program that uses it",
    ),
    "file-exists": (
        "文件已存在，没有改动；请换个名称或先移走它",
        "the file exists and was not changed; choose another name, or move it away",
    ),
    "no-such-rubric": (
        "没有评分表“{rubric}”；现有：{known}；自己写的请写文件名，如 {rubric}.yaml",
        "there is no rubric {rubric!r}; known rubrics: {known}; to use your own give its file name, such as {rubric}.yaml",
    ),
    "no-such-indicator": ("没有指标“{indicator}”；请核对编号", "there is no indicator {indicator!r}; check its id"),
    "source-of-which": (
        "没有写明是哪份评分表的通知；请写上评分表的名称",
        "it is not clear which rubric this notice belongs to; name the rubric too",
    ),
    "output-is-input": (
        "输出的文件就是读入的文件；请换个名称",
        "the output file is one of the input files; choose another name",
    ),
    "same-id-twice": (
        "有两份评分表的名称都是“{rubric}”，会写进同一个文件；请改其中一个的名称",
        "two rubrics have the id {rubric!r} and would be written to the same file; change one",
    ),
    "system-error": ("系统报错：{why}", "system error: {why}"),
    "bad-epoch": (
        "环境变量 SOURCE_DATE_EPOCH 应为 1980 年以来的秒数，现为“{value}”",
        "SOURCE_DATE_EPOCH must be a number of seconds since 1980, not {value!r}",
    ),
    "not-a-workbook": (
        "不是本程序生成的评分工作簿；请选 build 生成的 .xlsx",
        "not a scoring workbook of this program; choose an .xlsx that `build` wrote",
    ),
    "names-missing": (
        "不是“{rubric}”的工作簿，或已改动：缺 {count} 个填报项的名称（如 {name}）；请换一个或重新生成",
        "not a workbook for {rubric!r}, or it was modified: {count} names are missing, such as {name!r}; choose another or build it again",
    ),
    "set-aside": (
        "原有的工作簿已经填过，改名留存为 {kept}",
        "the existing workbook has entries; it was renamed to {kept} and kept",
    ),
    "id-taken": ("“{value}”是现有的评分表；请换个名称", "{value!r} is a built-in rubric; choose another id"),
    "scheme-has-no-table": (
        "“{scheme}”是考核方案，没有评分表；请换一份评分表",
        "{scheme!r} is a scheme without a scoring table; choose a rubric",
    ),
    "no-bodys-name": (
        "“{body}”不是考核对象的名称；请在名称一列上方写明“单位名称”（或{heads}），并删去合计等行",
        "{body!r} is not the name of a body; write 单位名称 (or {heads}) above the column of names, and delete rows such as totals",
    ),
    "bad-body": (
        "考核对象名称“{body}”不能用；请去掉控制字符和乱码，控制在 {most} 字以内",
        "{body!r} cannot be used as the name of a body; use at most {most} characters and no control characters",
    ),
    "scheme-has-no-evidence": (
        "考核方案“{scheme}”没有印证材料清单，不能单独生成工作簿；请选评分表，或在方案中补上“印证材料”",
        "the scheme {scheme!r} has no list of evidence, so no workbook can be built from it alone; choose a rubric, or add 印证材料",
    ),
    "unknown-edition": (
        "没有版式“{edition}”；可用的有：{known}",
        "there is no edition {edition!r}; known editions: {known}",
    ),
    "own-entries-elsewhere": (
        "自评数据只能放进 assess 版，选的是 {edition}；请加 --edition assess",
        "a self-assessment can only be put into the edition assess, not {edition}; add --edition assess",
    ),
    "scheme-has-no-editions": (
        "“{scheme}”是印证材料清单，没有 {edition} 版；请去掉 --edition",
        "{scheme!r} is a list of evidence and has no edition {edition!r}; remove --edition",
    ),
    "one-rubric-one-sheet": (
        "--from 要一份评分表、一份自评；请只写一个评分表名称，文件里只放一份数据",
        "--from needs one rubric and one scoresheet; name one rubric, and a file with one scoresheet",
    ),
    "several-rounds": (
        "数据库里有几个轮次（{rounds}）；请用 --round 写明是哪个",
        "the store holds several rounds ({rounds}); say which with --round",
    ),
    "no-such-round": ("没有“{name}”这个轮次；{hint}", "there is no round {name!r}; {hint_en}"),
    "no-round-name": (
        "轮次名称应是不超过 {most} 个字的一行文字，前后没有空格",
        "the name of a round is one line of at most {most} characters, without blanks around it",
    ),
    "no-periods": (
        "没有分期填报的评分表（评分表里写“分期”）",
        "no table here is filled in in periods (分期 in the rubric)",
    ),
    "no-such-period": ("{rubric} 没有“{name}”这一期；{hint}", "{rubric} has no period {name!r}; {hint_en}"),
    "which-period": (
        "{rubric} 分期填报，请用 --period 写明是哪一期：{known}",
        "{rubric} is filled in in periods; say which with --period: {known}",
    ),
    "period-or-round": (
        "--period 和 --round 只写一个：分期的轮次由期次定名",
        "give --period or --round, not both: a period's round is named after it",
    ),
    "joined-or-round": (
        "--joined 合成各期的得分，不与 --round 同用",
        "--joined joins all periods, so --round does not go with it",
    ),
    "joined-or-so-far": ("--joined 不与 --so-far 同用", "--joined and --so-far do not go together"),
    "nothing-to-join": (
        "没有分期填报的评分表，也没有几张评分表合成一个得分的（考核方案里写“分表”）",
        "no table here is filled in in periods, and no scheme joins several tables (分表)",
    ),
    "table-in-two-files": (
        "{files} 里都有评分表 {rubric}；请只留一个，副本移到别处",
        "the table {rubric} is in {files}; keep one of them here, and move copies elsewhere",
    ),
    "period-needed": (
        "{rubric} 分期填报，轮次由期次定名；请用 --period 写明是哪一期：{known}",
        "{rubric} is filled in in periods, and the round is named after the period; say which with --period: {known}",
    ),
    "tables-with-periods": (
        "{rubric} 分期填报，不能再作为“分表”的一张；请去掉其中一样",
        "{rubric} is filled in in periods and cannot be one of several tables (分表); take one of the two out",
    ),
    "table-of-other-scheme": (
        "“分表”里的 {rubric} 没有写考核方案 {scheme}；请在它里面写上“考核方案: {scheme}”",
        "{rubric}, a table of 分表, does not name the scheme {scheme}; add 考核方案: {scheme} to it",
    ),
    "table-or-json": (
        "{file} 是表格，不能同时写 --json；要 JSON 请写成 .json 或 .jsonl",
        "{file} is a table, so --json does not go with it; for JSON write to .json or .jsonl",
    ),
    "own-of-other-body": (
        "工作簿是{own}的，不是{body}的；请核对 --for 或换成{body}的",
        "the workbook is {own}'s, not {body}'s; check --for, or give {body}'s",
    ),
    "own-from-assess": (
        "这是考核组的工作簿，不是自评；请给该单位自评的工作簿",
        "this is an assessors' workbook and no self-assessment; give the body's own",
    ),
    "store-without-body": (
        "--from 给的是数据库时，请用 --for 写明是哪个单位的自评",
        "with a store, --from needs the body's name: --for",
    ),
    "own-sheet-of-other-version": (
        "自评用的是另一版 {rubric}，与要生成的评分表不一致；请用自评时的评分表文件生成",
        "the self-assessment was made with another version of {rubric} than the workbook is built from; name that version",
    ),
    "bad-password": (
        "密码不能用；请去掉控制字符和乱码，不能全是空格，控制在 {most} 字以内",
        "this password cannot be used; use at most {most} characters, no control characters, and not only spaces",
    ),
    "text-does-not-fit": (
        "“{text}”太长，一行放不下，打印不全；请把它断成几条，或用 --look 加宽那一栏",
        "{text!r} is too long for one row and would be cut off in print; split it, or widen its column with --look",
    ),
    "text-too-long-for-a-cell": (
        "“{text}”有 {count} 字，一个单元格至多 {most} 字；请精简原文",
        "{text!r} has {count} characters, but a cell holds at most {most}; shorten it",
    ),
    "sheet-or-body": (
        "请给一个文件，或用 --store 和 --body 指定数据库里的考核对象（二者选一）",
        "give a file, or a body of a database with --store and --body, not both",
    ),
    "cards-are-lines": (
        "--cards 只用于 .jsonl；表格里本来就是得分",
        "--cards is for .jsonl; a table has the figures anyway",
    ),
    "not-a-day": (
        "“{value}”不是日期；请写成 2026-11-01",
        "{value!r} is no date; write it as 2026-11-01",
    ),
    "formula-length": (
        "{cell} 的公式有 {count} 字，Excel 至多 {most} 字：一起计算的指标太多；请把指标分到几个一级指标，或减少可不适用、组、条件涉及的指标",
        "the formula of {cell} has {count} characters, but Excel allows {most}: it computes too many indicators at once; "
        "divide them into several dimensions, or let fewer of them be not applicable, grouped or tested",
    ),
    "formula-levels": (
        "{cell} 的公式套了 {count} 层，Excel 至多 {most} 层：分段或选项太多；请把这一条分成几条",
        "the formula of {cell} has {count} functions inside each other, but Excel allows {most}: a clause has too many "
        "bands or tiers; divide it into several clauses",
    ),
    "formula-literal": (
        "{cell} 的公式里有一段 {count} 字的文字，Excel 至多 {most} 字；请缩短名称、选项或单位",
        "the formula of {cell} contains a text of {count} characters, but Excel allows {most}; shorten names, tiers or "
        "units",
    ),
    "blank-password": (
        "密码不能为空；不需要密码就不要写 --password",
        "the password must not be blank; if you need none, remove --password",
    ),
    "no-vba-of-xlwings": (
        "没有装 xlwings，或者缺了它的 VBA 模块，生成不了带按钮的工作簿；请运行 pip install --force-reinstall xlwings",
        "xlwings is not installed or lacks its VBA modules, so no workbook with buttons can be built; run pip install --force-reinstall xlwings",
    ),
    "macros-on-a-list": (
        "“{scheme}”是印证材料清单，不计分，没有按钮；请去掉 --macros",
        "{scheme!r} is a list of evidence without scores and has no button; remove --macros",
    ),
    "converted-exists": (
        "重新计算的结果要写成 {file}，而这个文件已存在，没有改动；请用 -o 另给一个名称",
        "the result would be written as {file}, which exists and was not changed; give another name with -o",
    ),
    "other-suffix": (
        "扩展名应为 {suffix}，否则 Excel 打不开；请改文件名",
        "the name must end in {suffix}, or Excel cannot open it; change the name",
    ),
    "one-output-one-workbook": (
        "--output 只能用于一个工作簿；请一次只写一个，或去掉 --output",
        "--output works with one workbook only; name one, or remove --output",
    ),
    "file-in-use": (
        "写不了：文件正被其他程序打开，或没有写入权限；请在 Excel 或 WPS 里关闭它再试，或换个位置",
        "cannot be written: another program has it open, or you have no permission to write there; close it in Excel or WPS and try again, or choose another place",
    ),
}
