"""Messages about the cells of a filled-in workbook, and about reading and writing it."""

WORKBOOK_ENTRIES = {
    "cell-lost": (
        "交回的工作簿里找不到这一项，不知道填的是什么；请填报单位用原工作簿重填",
        "the returned workbook no longer has this cell, so its entry is unknown; fill in the original workbook again",
    ),
    "cell-error": (
        "单元格里是错误值 {value}；请删去后重新填写",
        "the cell has the error value {value}; clear it and enter the value again",
    ),
    "cell-formula": (
        "填报项里是公式（显示“{value}”）；请删去公式，直接输入",
        "the input has a formula (it shows {value!r}); delete it and type the value",
    ),
    "cell-picture": (
        "单元格里放的是图片，读不出内容；请删去图片后填写，图片另作附件报送",
        "the cell has a picture, which cannot be read; delete it and type the value, and send the picture as an attachment",
    ),
    "cell-text": (
        "{label}应填数，填的是文字“{value}”；请删去后重新输入数字",
        "must be a number, not the text {value!r}; clear the cell and type a number",
    ),
    "cell-date": (
        "{label}应填数，单元格里是日期 {value}；请删去后重新输入数字",
        "must be a number, not the date {value}; clear the cell and type a number",
    ),
    "cell-format": (
        "{label}单元格里是 {value}，按单元格格式“{format}”显示的不是它；请清除单元格格式后重新输入",
        "the cell stores {value}, but its format ({format}) displays something else; clear the format and type it again",
    ),
    "cell-percent": (
        "{label}应填数，单元格里是百分数 {value}；请删去后重新输入数字",
        "must be a number, not the percentage {value}; clear the cell and type a number",
    ),
    "cell-logical": ("{label}应填数，填的是 {value}；请改成数字", "must be a number, not {value}"),
    "cell-not-listed": (
        "应从下拉列表中选（{words}），填的是“{value}”；请重新选择",
        "must be one of {words}, not {value!r}; choose from the list",
    ),
    "cell-reason-not-text": (
        "理由应为文字，填的是 {value}；请用文字写明",
        "the reason must be text, not {value}",
    ),
    "package-too-large": (
        "解压后超过 {most} MB，未读取；请核对是否选错了文件",
        "larger than {most} MB when unpacked, so it was not read; check that it is the right file",
    ),
    "damaged-package": (
        "不是 .xlsx 或 .xlsm 工作簿，或已损坏、设了打开密码；请用 Excel 或 WPS 打开后另存为 .xlsx",
        "not an .xlsx or .xlsm workbook, or damaged, or protected by a password; open it in Excel or WPS and save it as .xlsx",
    ),
    "entities-declared": (
        "含有外部实体声明，正常的工作簿没有，未读取；请用 Excel 或 WPS 另存后再试",
        "declares XML entities, which normal workbooks never do, so it was not read; save it again in Excel or WPS",
    ),
    "no-facts": (
        "不是本程序生成的评分工作簿（没有“工作簿信息”）；请选 build 生成的工作簿",
        "not a scoring workbook of this program (the sheet 工作簿信息 is missing); choose one that `build` wrote",
    ),
    "not-scored": (
        "“{rubric}”的工作簿是印证材料清单，不计分；请选评分表的工作簿",
        "the workbook of {rubric!r} is a list of evidence without scores; choose the workbook of a scoring table",
    ),
    "other-format": (
        "由另一版本的程序生成（格式 {format}，本程序读格式 {known}）；请用生成它的版本，或重新生成工作簿",
        "built by another version of the program (format {format}, this one reads {known}); build it again",
    ),
    "other-version": (
        "按评分表 {rubric} 第 {version} 版（{digest}）生成，现有的是第 {known} 版（{known_digest}），不能计算；"
        "请用同一版的评分表（--rubric，或把它放在工作簿、数据库旁边或当前文件夹），或重新生成工作簿",
        "built from version {version} ({digest}) of {rubric}, but only version {known} ({known_digest}) was found, so it cannot"
        " be computed; use the same version (--rubric, or put it beside the workbook or the store), or build the workbook again",
    ),
    "rubric-not-here": (
        "找不到评分表 {rubric}；请把它的 .yaml 文件放在工作簿、数据库旁边或当前文件夹，或加 --rubric 文件名",
        "the rubric {rubric} was not found; put its .yaml file beside the workbook or the store, or add --rubric FILE",
    ),
    "name-missing": (
        "缺 {count} 个名称（如 {name}），无法确定单元格的位置；工作簿已改动，请用原来的工作簿",
        "{count} defined names are missing (such as {name}), so cells cannot be located; use the original workbook",
    ),
    "sheet-missing": (
        "没有工作表“{sheet}”；工作簿已改动，请用原来的工作簿",
        "the sheet {sheet} is missing; use the original workbook",
    ),
    "not-on-this-computer": (
        "“{name}”还没有保存，或在 OneDrive、SharePoint 上；请先另存到本机的文件夹，再导出",
        "{name!r} is not saved, or is on OneDrive or SharePoint; save it in a folder of this computer first",
    ),
    "wrong-password": (
        "工作表“{sheet}”设有保护密码，解不开；请把密码设为环境变量 XLPLUGIN_PASSWORD 后再试",
        "sheet {sheet} is protected by a password; set XLPLUGIN_PASSWORD to it and try again",
    ),
    "not-protected-again": (
        "工作表“{sheet}”没能重新保护；请在“审阅”里手工保护",
        "sheet {sheet} could not be protected again; protect it by hand",
    ),
}
