"""Messages about the store, and about sending workbooks to the assessed bodies."""

DISTRIBUTION = {
    "not-a-store": (
        "打不开，或不是本程序的数据库：{why}；请换一个文件",
        "cannot be opened, or is not a database of this program: {why}; choose another file",
    ),
    "no-such-store": (
        "没有这个数据库文件；请核对 --store，或先用 distribute 发放",
        "no such database; check --store, or run `distribute` first",
    ),
    "files-or-store": (
        "请给出评分表数据的文件，或用 --store 给出数据库（二者选一）",
        "give either scoresheet files or a database (--store), not both",
    ),
    "only-with-store": (
        "只在用 --store 时有意义；请去掉，或加上 --store",
        "works only together with --store; remove it, or add --store",
    ),
    "several-editions": (
        "数据库里有几种版式（{editions}）的报送；请用 --edition 选一种",
        "the database has returns in several editions ({editions}); choose one with --edition",
    ),
    "has-corrections": (
        "有更正过的填报；请用 --edition 选 final（更正后的）或原来的版式（可选：{editions}）",
        "entries were corrected; choose with --edition: final with the corrections, or an edition ({editions})",
    ),
    "from-needs-assess": (
        "--from 只用于考核版；请加 --edition assess",
        "--from works only with the assessors' edition; add --edition assess",
    ),
    "own-of-other-version": (
        "{body}的自评是按评分表的另一版（{digest}）填的，不能带入；请用同一版的评分表",
        "the self-assessment of {body} was made with another version ({digest}) of the rubric; use the same version",
    ),
    "scheme-without-tables": (
        "考核方案 {scheme} 没有写各类考核对象用哪张评分表；请给出评分表的名称",
        "the scheme {scheme} does not say which bodies have which table; name a rubric",
    ),
    "body-of-no-class": (
        "“{body}”的类别写的是“{given}”；请在“类别”一栏写 {classes}",
        "{body!r} has the class {given!r}; write one of {classes} into the column 类别",
    ),
    "raters-elsewhere": (
        "考核人名单只用于考核版，不用于 {edition}；请加 --edition assess",
        "a list of assessors works only with the assessors' edition, not with {edition}; add --edition assess",
    ),
    "raters-without-column": (
        "没有考核人的名称一栏（{columns}）；请加上表头",
        "no column with the assessors' names ({columns}); add a heading",
    ),
    "bad-rater": (
        "考核人的姓名“{name}”空着、太长（至多 {most} 字）或有不能用的字符；请更正",
        "the assessor's name {name!r} is blank, longer than {most} characters or has unfit ones; correct it",
    ),
    "no-such-share": (
        "没有“{name}”这个指标；{hint}",
        "there is no indicator {name!r}; {hint_en}",
    ),
    "share-of-nobody": (
        "没有人负责 {owners}（{bodies}）；请在名单里补上",
        "nobody assesses {owners} (of {bodies}); add somebody to the list",
    ),
    "share-of-several": (
        "{owners} 由 {names} 共同考核；填的不一致时要由人认定",
        "{owners} are assessed by {names} together; where they differ, a person has to decide",
    ),
    "nothing-to-collect": (
        "没有找到报送的工作簿；请核对文件夹",
        "no returned workbook was found; check the folder",
    ),
    "xlsx-only": ("请用 .xlsx 作扩展名", "the file name must end in .xlsx"),
    "no-such-executor": (
        "不认识；集群的地址写作 dask://主机:端口",
        "unknown executor; write a cluster's address as dask://host:port",
    ),
    "executor-not-installed": (
        "没有安装 Dask；请先运行 pip install xlplugin[distributed]",
        "Dask is not installed; run pip install xlplugin[distributed]",
    ),
    "executor-not-there": (
        "连不上集群：{why}；请核对地址，调度程序是否在运行",
        "the cluster cannot be reached: {why}; check the address, and that the scheduler is running",
    ),
    "executor-without-workers": (
        "集群里没有工作进程；请先启动 dask worker",
        "the cluster has no workers; start dask workers first",
    ),
    "server-not-there": (
        "连不上数据库服务器：{why}；请核对地址、用户名和密码，服务器是否在运行",
        "the database server cannot be reached: {why}; check the address, user and password, and that it is running",
    ),
    "no-such-database": (
        "不认识这种数据库，或缺少它的驱动：{why}；PostgreSQL 请先运行 pip install xlplugin[postgres]，网址写作 postgresql+psycopg://…",
        "unknown kind of database, or its driver is missing: {why}; for PostgreSQL run pip install xlplugin[postgres]"
        " and write postgresql+psycopg://…",
    ),
    "store-damaged": (
        "数据库已损坏（{what}）；请恢复备份",
        "the database is damaged ({what}); restore a backup",
    ),
    "store-without-key": (
        "数据库里的校验密钥没有了，发出的工作簿无法核对；请恢复数据库的备份",
        "the sealing key is missing from the database, so issued workbooks cannot be verified; restore a backup",
    ),
    "row-damaged": (
        "数据库里 {file} 的记录与写入时不符（可能是磁盘出错或被改动），不计分；请重新收取原文件，或恢复数据库的备份",
        "the record of {file} differs from what was written (a disk error, or it was edited), so it is not scored; collect the"
        " file again, or restore a backup",
    ),
    "issue-damaged": (
        "{body}的发放记录与写入时不符（可能是磁盘出错或被改动）；请恢复数据库的备份",
        "the issue record of {body} differs from what was written (a disk error, or it was edited); restore a backup",
    ),
    "base-damaged": (
        "发放时的原件（{digest}）与写入时不符；请恢复数据库的备份",
        "the stored original workbook ({digest}) differs from what was written; restore a backup",
    ),
    "stored-rubric-damaged": (
        "数据库里的评分表（{digest}）与写入时不符；请恢复数据库的备份",
        "a stored rubric ({digest}) differs from what was written; restore a backup",
    ),
    "log-broken": (
        "办理记录从第 {number} 条起接不上：有记录被改动、删除或插入；请恢复数据库的备份",
        "the log is broken from entry {number} on: entries were changed, removed or put in between; restore a backup",
    ),
    "log-differs": (
        "办理记录第 {number} 条（{what}）与数据库里的记录不一致，记录被改动过；请恢复数据库的备份",
        "entry {number} of the log ({what}) tells something else than the record, which was changed; restore a backup",
    ),
    "log-incomplete": (
        "办理记录里缺 {count} 条“{what}”；请恢复数据库的备份",
        "the log lacks {count} entries of {what!r}; restore a backup",
    ),
    "store-read-only": (
        "数据库写不了（{why}）；请核对有没有别的程序正在使用它、文件是否只读、文件夹的权限",
        "the database cannot be written ({why}); check that no other program uses it, and the permissions of file and folder",
    ),
    "nothing-issued": (
        "没有发放记录；请核对评分表和版式，或先用 distribute 发放",
        "no workbooks were issued; check the rubric and edition, or run `distribute` first",
    ),
    "later-store": (
        "由较新的程序建立（第 {schema} 版，本程序认得第 {known} 版）；请更新程序",
        "was created by a newer version of this program (schema {schema}; this version knows {known}); update the program",
    ),
    "no-bodies": (
        "评分表“{rubric}”的考核方案没有列出考核对象；请用 --bodies 给一份名单，或在考核方案里补上“考核对象”",
        "the scheme of {rubric!r} lists no assessed bodies; give a list with --bodies, or add 考核对象 to the scheme",
    ),
    "name-in-the-way": (
        "已有同名的文件夹，工作簿写不进去；请移走或改名，或换一个输出文件夹",
        "a folder has the name of a workbook to be written; move or rename it, or choose another output folder",
    ),
    "body-hidden": (
        "“{body}”所在的行被隐藏或筛选掉，没有发放；要发放请取消隐藏，或加 --with-hidden",
        "the row of {body!r} is hidden or filtered out, so no workbook was issued; unhide it, or add --with-hidden",
    ),
    "body-by-formula": (
        "单位名称是公式（显示“{value}”），不能作准；请复制后“选择性粘贴—数值”",
        "the name is a formula (it shows {value!r}); copy the cells and paste them as values",
    ),
    "body-no-text": (
        "这里不是单位名称（{value}）；请改正或删去",
        "not the name of a body ({value}); correct or delete it",
    ),
    "body-unseen": (
        "“{value}”被划去或看不见；要发放请恢复格式，不发放请删去这一行",
        "{value!r} is struck out or invisible; restore its format, or delete the row",
    ),
    "text-below-list": (
        "“{text}”与名单（到第 {last} 行）之间有空行，可能是说明，不是单位名称；请删去，或把空行去掉",
        "{text!r} is separated by blank rows from the list, which ends in row {last}; delete it if it is a note, or delete the blank rows",
    ),
    "list-on-several-sheets": (
        "几个工作表（{sheets}）里都可能是名单；请只留一个，或在名单上方写上表头（{heads}）",
        "several sheets may hold the list ({sheets}); keep one, or put a heading above the names ({heads})",
    ),
    "list-on-sheet": ("名单取自工作表“{sheet}”", "the list was read from the sheet {sheet!r}"),
    "body-twice": (
        "考核对象“{name}”与第 {line} 行重复；请删去一个",
        "the body {name!r} already appears in line {line}; delete one",
    ),
    "no-such-body": ("名单里没有“{name}”；{hint}", "{name!r} is not on the list; {hint_en}"),
    "rater-kind": (
        "{name}的类别写的是“{value}”；评分表按类别合成，请写 {known} 之一",
        "{name} has the kind {value!r}; the rubric weighs kinds, so write one of {known}",
    ),
    "rater-with-share": (
        "{name}只负责一部分指标；评分表按考核人合成，每人都要评整张表，请把“负责”留空",
        "{name} has only a part of the table; the rubric joins whole sheets, so leave 负责 blank",
    ),
    "raters-too-few-listed": (
        "{body}的考核人（{kind}）只有 {count} 个，按评分表至少要 {least} 个才有得分",
        "{body} has {count} assessors ({kind}); by the rubric there is no score with fewer than {least}",
    ),
    "rater-two-kinds": (
        "{name}写了两种类别（{kinds}）；每人只写一种",
        "{name} has two kinds ({kinds}); write one for each person",
    ),
    "scheme-without-bodies": (
        "考核方案 {scheme} 没有考核对象名单；请用 --bodies 给出名单",
        "the scheme {scheme} lists no bodies; give a list with --bodies",
    ),
    "issued-before": (
        "已于 {at} 发给{body}（{file}），没有再发；只发给新增单位的，用 --only 写明；要重发请加 --reissue 原因（原来发的随即作废）；新的一轮（下一年、下一季度）请用 --round 另写轮次名称",
        "already issued to {body} at {at} ({file}), so nothing was issued; name new bodies with --only, or replace the earlier workbooks with --reissue REASON (they are then no longer valid); for another round (the next year or quarter) name it with --round",
    ),
}
