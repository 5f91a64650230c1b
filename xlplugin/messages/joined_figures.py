"""Messages about several sheets that make up one score, about evidence, and about whose a file is."""

JOINED_FIGURES = {
    "mean-of-others": (
        "不适用，按其他 {count} 个单位的平均分 {mean} 计",
        "does not apply; it counts with {mean}, the mean of the scores of {count} other bodies",
    ),
    "raters-missing": (
        "还没有交齐：{names}；都交了才有得分",
        "still missing: {names}; there is no score before all are there",
    ),
    "raters-too-few": (
        "有效的评分（{kind}）只有 {count} 份，通知要求至少 {least} 份，没有得分",
        "only {count} valid sheets ({kind}), and the notice asks for {least}, so there is no score",
    ),
    "raters-all-cut": (
        "有效的评分（{kind}）有 {count} 份，去掉最高、最低以后没有剩下的，没有得分",
        "{count} valid sheets ({kind}); none is left without the highest and lowest, so there is no score",
    ),
    "parts-differ": (
        "各期的评分表不同（指标或赋分有改动），不能合成；请用改过的评分表重发前面的各期（--reissue）",
        "the tables of the periods differ (indicators or points were changed), so they are not joined; send the earlier"
        " periods again with the changed table (--reissue)",
    ),
    "parts-missing": (
        "缺 {names}；齐了才有合成的得分",
        "missing: {names}; there is no joined score before they are there",
    ),
    "joined-raters": (
        "得分由考核人合成：{terms} = {total}{others}",
        "joined from the assessors: {terms} = {total}{others}",
    ),
    "joined-tables": ("得分由各表合成：{terms} = {total}{others}", "joined from the tables: {terms} = {total}{others}"),
    "joined-parts": ("得分由各期合成：{terms} = {total}{others}", "joined from the periods: {terms} = {total}{others}"),
    "joined-not-corrected": (
        "得分由几位考核人的评分合成，不能更正一项填报；请更正总分（填报项写“总分”），或请有关考核人改后重新报送，再用 resolve 采用",
        "the score is joined from several assessors' sheets, so no single entry is corrected; correct the total (总分), or"
        " let the assessor send a corrected sheet, and adopt it with resolve",
    ),
    "assigned": (
        "{by}认定这个文件是{body}的（工作簿发给的是{before}）：{why}",
        "{by} decided that this file is {body}'s (its workbook was issued to {before}): {why}",
    ),
    "assigned-with-corrections": (
        "注意：{body}有 {count} 项更正，是照这个文件作的，改归以后仍然算它的；请核对，不对的用 correct --withdraw 撤回",
        "note: {count} corrections of {body} were made on this file and stay with {body}; check them, and take back what"
        " is wrong with `correct --withdraw`",
    ),
    "file-and-body": (
        "--file 和 --to 要一起用：哪个文件，改归哪个单位",
        "--file and --to go together: which file, and whose it is",
    ),
    "assigned-to-nobody": (
        "没有给“{name}”发过这份评分表（{rubric}）；{hint}",
        "no workbook of {rubric} was issued to {name!r}; {hint_en}",
    ),
    "assigned-already": (
        "这个文件本来就是{name}的，没有改动",
        "the file is {name}'s already; nothing was changed",
    ),
    "file-not-collected": (
        "数据库里没有收取过名为 {name} 的文件；{hint}",
        "no file called {name} was collected; {hint_en}",
    ),
    "file-several": (
        "名为 {name} 的文件收取过 {count} 个：{files}；请写出所在的文件夹，或改用文件的 SHA-256",
        "{count} files called {name} were collected: {files}; add the folder, or give the file's SHA-256",
    ),
    "evidence-changed": (
        "文件不在了，或收取以后改动过（原来的 SHA-256 以 {sha256} 开头），没有复制；请放回原来的文件，或再收取一次",
        "the file is gone or was changed since it was collected (its SHA-256 began with {sha256}), and was not copied;"
        " put the original back, or collect again",
    ),
}
