"""What is said of sending workbooks out."""

EXCHANGE = {
    "not-a-store": (
        "打不开，或不是本程序的数据库：{why}；请换一个文件",
        "cannot be opened, or is no database of this program: {why}; name another file",
    ),
    "later-store": (
        "由较新的程序建立（第 {schema} 版，本程序认得第 {known} 版）；请更新程序",
        "was made by a later program (schema {schema}, this one knows {known}); update the program",
    ),
    "no-bodies": (
        "评分表“{rubric}”的考核方案没有列出考核对象；请用 --bodies 给一份名单，或在考核方案里补上“考核对象”",
        "the scheme of {rubric!r} lists no bodies for it; give a list with --bodies, or add 考核对象 to the scheme",
    ),
    "body-twice": (
        "考核对象“{name}”与第 {line} 行重复；请删去一个",
        "the body {name!r} stands in line {line}, too; take one out",
    ),
    "no-such-body": ("名单里没有“{name}”；{hint}", "{name!r} is not on the list; {hint_en}"),
    "issued-before": (
        "已于 {at} 发给{body}（{file}），没有再发；要重发请加 --reissue 原因",
        "was issued to {body} at {at} ({file}) and is not issued again; add --reissue REASON to do so",
    ),
}
