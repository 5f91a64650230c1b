"""Messages about returned workbooks: what was changed in them, and which file counts."""

RETURNS = {
    "return-by-words": (
        "工作簿没有发放编号（“工作簿信息”表不在），按文字认出是{body}的评分表，只核对了文字和分值；请与填报单位核对后认可，或请其报送发放的工作簿",
        "the workbook has no issue number (its hidden sheet is missing); its texts match the 评分表 of {body}, and only texts and"
        " points were checked: accept it after the body has confirmed it, or ask for the workbook as it was issued",
    ),
    "return-blank": (
        "一项也没有填；请填写后重新报送",
        "no entry is filled in; fill in the workbook and send it again",
    ),
    "unrelated": (
        "文件不是发出的评分工作簿（没有“工作簿信息”）；请核对是否放错了文件",
        "the file is not a scoring workbook that was issued; check whether it belongs here",
    ),
    "not-issued": (
        "没有发放编号，不是发给某个单位的工作簿；请填在正式发放的工作簿里",
        "the workbook was built, but not issued to any body; fill in the workbook that `distribute` wrote",
    ),
    "issue-unknown": (
        "发放编号 {issue} 不在这个数据库里；请核对 --store 是否是发放时用的",
        "the issue number {issue} is not in this store; check that --store is the one used by `distribute`",
    ),
    "seal-wrong": (
        "校验码与发放时的不符，“工作簿信息”已被改动；请核对是否为原件，或换用原工作簿重填",
        "the seal differs from the issued one: the hidden sheet was changed; use the workbook as it was issued",
    ),
    "base-gone": (
        "数据库里缺少发放时的原件，无法核对；请恢复数据库的备份",
        "the workbook as it was issued is missing from the store; restore a backup of the store",
    ),
    "date-number": (
        "{label}填的是 {value}，与日期 {typed} 在表格中的编号相同，可能是键入 {typed} 时被程序换掉的；请核对原意，重新填写数字",
        "{value} is also the serial number of the date {typed}: Excel stores this number if somebody types {typed}; find out what was meant and enter the number again",
    ),
    "other-bodys-name": (
        "文件名写的是{name}，工作簿是发给{body}的；请核对是否拿错了工作簿，填错的请换用自己的工作簿重填",
        "the file is named after {name}, but the workbook was issued to {body}; check whose entries it has",
    ),
    "changes-what-was-assessed": (
        "{file}（{at} 保存）改了或删了 {other} 里已经考核的：{entries}；请用 resolve 采用（写明谁定的、为什么）或退回，在这之前没有得分",
        "{file} (saved {at}) changes or removes what {other} assessed: {entries}; adopt it with `resolve`, with a name and a"
        " reason, or reject it; until then there is no score",
    ),
    "which-is-later": (
        "{own} 与 {file} 的保存时间（{at}）相同而内容不同，无法判断以哪个为准；请用 resolve 采用或退回，或请填报单位另存后重新报送",
        "{own} and {file} were saved at the same time ({at}) and have different entries; choose one with `resolve`, or ask the"
        " body to save the right one again and resend it",
    ),
    "which-may-be-later": (
        "{silent} 自己没有记保存时间（文件夹里的时间是 {folder}，拷贝后会变），不能判断它与 {file}（{saved} 保存）哪个在后，而内容不同；"
        "请用 resolve 采用或退回，或请填报单位另存后重新报送",
        "{silent} has no save time (the folder shows {folder}, which copying changes), so it may be earlier or"
        " later than {file} (saved {saved}), and its entries differ; choose one with `resolve`, or ask the body to save"
        " the right one again and resend it",
    ),
    "which-clock-is-wrong": (
        "{wrong} 记的保存时间是 {at}，不可能（工作簿 {issued} 才发放，或时间还没到），多半是电脑时钟不准，不能判断它与 {file}（{saved}）"
        "哪个在后，而内容不同；请用 resolve 采用或退回，或请填报单位另存后重新报送",
        "{wrong} was saved at {at} by its own clock, which is impossible (the workbook was issued at {issued}); so it may be"
        " earlier or later than {file} ({saved}), and its entries differ; choose one with `resolve`, or ask the body to save"
        " the right one again and resend it",
    ),
    "later-not-counted": (
        "另有 {file}（{at}）保存在后或同时、内容不同，没有采用（{hint}）；请用 resolve 认可或退回，或请填报单位重新报送",
        "{file} ({at}) was saved later or at the same time, has different entries, and does not count ({hint_en}); accept or"
        " reject it with `resolve`, or ask the body to send its workbook again",
    ),
    "returned-before-reissue": (
        "交回的是重发（{at}，{reason}）之前的工作簿；请用重发的工作簿填报",
        "this is the workbook from before the reissue ({at}, {reason}); fill in the reissued one",
    ),
    "names-gone": (
        "有 {count} 个单元格找不到（如发放时的 {place}）：名称缺失，所在的行被删除或改动；请换用原工作簿重填",
        "{count} cells cannot be found (such as {place} in the issued form): their names are missing, and their rows were"
        " deleted or changed; fill in the workbook as it was issued",
    ),
    "rows-gone": (
        "找不到发放时的{rows}，可能被删除；请换用原工作簿重填",
        "{rows} of the issued form cannot be found and may have been deleted; fill in the original workbook",
    ),
    "cells-moved": (
        "有 {count} 个单元格不在原来的位置（如 {before} 移到了 {after}），行或列被插入、删除或移动过；请换用原工作簿重填",
        "{count} cells have moved ({before} is now {after}): rows or columns were inserted,"
        " deleted or moved; fill in the workbook as it was issued",
    ),
    "sheet-gone": (
        "工作表被删除或改名；请换用原工作簿重填",
        "the sheet was deleted or renamed; fill in the workbook as it was issued",
    ),
    "sheet-hidden": ("工作表被隐藏；请取消隐藏并核对内容", "the sheet is hidden; unhide it and check its content"),
    "rows-hidden": (
        "第 {rows} 行被隐藏；请取消隐藏并核对内容",
        "rows {rows} are hidden; unhide them and check their content",
    ),
    "columns-hidden": (
        "{columns} 列被隐藏；请取消隐藏并核对内容",
        "columns {columns} are hidden; unhide them and check their content",
    ),
    "cells-disguised": (
        "{cells} 带有会改变显示的条件格式；请清除条件格式并核对内容",
        "{cells} have a conditional format that may change what is displayed; clear it and check the content",
    ),
    "panes-frozen": (
        "冻结的行列过多，其余的行列滚动不到；请取消冻结窗格并核对内容",
        "the frozen panes are so large that other rows or columns cannot be reached; unfreeze them and check the content",
    ),
    "locked-unseen": (
        "{cells} 锁定的文字{how}（单元格格式已改动）；请换用原工作簿重填",
        "the locked texts in {cells} cannot be read as issued ({how}): their format was changed; fill in the"
        " workbook as it was issued",
    ),
    "column-too-narrow": (
        "{cells} 所在的列变窄，显示不下其中的数；请调宽后核对",
        "the columns of {cells} were made too narrow to display their numbers; widen them and check",
    ),
    "pictures-over": (
        "表上多出 {count} 个图片或图形，可能遮住填报内容；请移开或删去后核对",
        "{count} pictures or shapes were added and may cover entries; move them away and check",
    ),
    "message-changed": (
        "{cells} 选中时的提示文字已改动；请换用原工作簿重填",
        "the input messages of {cells} were changed; fill in the workbook as it was issued",
    ),
    "unknown-markup": (
        "文件内部（{part}）有本程序不认识的写法（{what}），各程序显示的可能不一样；请用 Excel 或 WPS 打开，核对内容后另存为新的 .xlsx",
        "{part} in the file contains unknown markup ({what}), which programs may display differently: open it in Excel"
        " or WPS, check the content and save it as a new .xlsx",
    ),
    "parts-unknown": (
        "文件里有本程序不认识的部分（{parts}）；请用 Excel 或 WPS 打开，核对内容后另存为新的 .xlsx",
        "the file has unknown parts ({parts}); open it in Excel or WPS, check the content and save it as a new .xlsx",
    ),
    "pivot-added": (
        "含有发放时没有的数据透视表；请让填报单位删去后重新报送",
        "contains pivot tables that were not issued; ask the body to delete them and resend",
    ),
    "too-many-cells": (
        "一张表里有内容的单元格超过 {most} 个，或条件格式、数据验证过多，未读取；请删去粘贴进来的多余内容后重新报送",
        "a sheet has more than {most} cells with content, or too many conditional formats or validations, so it was not read;"
        " delete the pasted content and send it again",
    ),
    "too-many-formats": (
        "文件里的单元格格式过多（多半是反复粘贴带来的），未读取；请填在发放的工作簿里重新报送",
        "the file has too many cell formats to be read (usually from repeated pasting); fill in the workbook as it was issued",
    ),
    "link-on-cell": (
        "单元格带有超链接：{address}",
        "the cell has a link: {address}",
    ),
    "note-on-cell": (
        "单元格带有批注：“{note}”；请查看",
        "the cell has a comment; read it: {note!r}",
    ),
    "signature-taken-away": (
        "原件带有数字签名，本件加了批注，签名不再保留；改好后请重新签名报送",
        "the original has a digital signature; this copy with comments has none. Correct it, then sign it again",
    ),
    "signature-void": (
        "文件带有数字签名，写入结果会使签名失效；请用 -o 写到另一个文件，或加 --in-place 确认写回（签名随之去掉）",
        "the file has a digital signature, which writing would invalidate; write to another file with -o, or add --in-place (the"
        " signature is then removed)",
    ),
    "signed": (
        "文件带有数字签名；读取不改动文件，签名没有验证",
        "the file has a digital signature; reading does not change the file, and the signature was not verified",
    ),
    "cells-merged": (
        "{cells} 被合并，其中的内容可能被遮住；请换用原工作簿重填",
        "{cells} were merged, which may hide content; fill in the workbook as it was issued",
    ),
    "locked-changed": (
        "锁定的内容已改动：原为 {before}，现为 {after}；请换用原工作簿重填",
        "locked content was changed from {before} to {after}; fill in the workbook as it was issued",
    ),
    "formula-changed": (
        "公式已改动：原为 {before}，现为 {after}；请换用原工作簿重填",
        "the formula was changed from {before} to {after}; fill in the workbook as it was issued",
    ),
    "formula-gone": (
        "公式已被覆盖或清除：原为 {before}，现为 {after}；请换用原工作簿重填",
        "the formula {before} was overwritten or cleared; the cell now has {after}; fill in the workbook as it was issued",
    ),
    "more-changes": ("另有 {count} 个锁定的单元格被改动", "{count} more locked cells were changed"),
    "scores-compared": (
        "按发放的评分表计为 {ours} 分，交回的表自己显示 {theirs}；请核对后再采用",
        "the score by the issued rubric is {ours}, but the returned workbook shows {theirs}; check before you use it",
    ),
    "scores-same": (
        "按发放的评分表计为 {ours} 分，与交回的表自己显示的相同；请核对改动后再采用",
        "the score by the issued rubric is {ours}, as the returned workbook shows; check the changes before you use it",
    ),
    "score-computed-only": (
        "按发放的评分表计为 {ours} 分，交回的表没有显示总分（保存前没有计算）；请核对后再采用",
        "the score by the issued rubric is {ours}; the returned workbook shows no total; check before you use it",
    ),
    "score-shown-only": (
        "填报内容有误，不能计分；交回的表自己显示 {theirs}，请核对",
        "it cannot be scored because entries are invalid; the returned workbook shows {theirs}; check it",
    ),
    "required-blank": (
        "有 {count} 个必填项没有填（{cells}），得分为暂定；请填报单位补填后重新报送",
        "{count} required entries are blank ({cells}), so the score is provisional; ask the body to fill them in",
    ),
    "shown-otherwise": (
        "表中显示的总分是 {theirs}，按填报内容应为 {ours}（保存前没有重新计算）；以 {ours} 为准",
        "the workbook shows a total of {theirs}, but its entries give {ours} (it was saved without recalculation); the score is {ours}",
    ),
    "sent-back-inside": (
        "退回件的文件夹在收取的 {folder} 里，下次会被当作报送来的文件；请换一个文件夹",
        "the folder for copies is inside {folder}, which is collected, so the copies would be read as returns; choose another",
    ),
    "answer-without-reason": ("没有写理由；请写明这样答复的理由", "the reason is missing; write why"),
    "answer-not-listed": ("答复是“{answer}”，只能是{choices}", "the answer {answer!r} is not one of {choices}"),
    "answer-not-understood": (
        "答复“{answer}”不能用：{why}",
        "the answer {answer!r} is not valid either: {why}",
    ),
    "answer-twice": (
        "编号 {id} 有几个不同的答复，都没有记录；请只留一个",
        "question {id} has several different answers, so none was recorded; keep one",
    ),
    "answer-of-nothing": (
        "文件不在数据库里；请重新收取后再答复",
        "the file is not in the store; collect it again, then answer",
    ),
    "answer-unknown": (
        "编号 {id} 没有对应的问题：可能已经答复过，或又交来了新的文件；请用 --export 重新导出",
        "there is no open question {id}: it may have been answered, or a new file may have arrived; export the questions again with --export",
    ),
    "answers-without-column": (
        "缺少列：{columns}；请用 --export 导出的表填写",
        "the columns {columns} are missing; fill in the table that --export wrote",
    ),
    "answer-replaced": (
        "此前的答复“{before}”（{by}，{at}）已改为“{after}”；如不是有意更改，请重新答复",
        "the earlier answer {before} ({by}, {at}) was replaced by {after}; if this was a mistake, answer again",
    ),
    "answers-by-nobody": (
        "请用 --by（或环境变量 XLPLUGIN_BY）写明由谁决定",
        "give the name of the person who decides with --by (or the variable XLPLUGIN_BY)",
    ),
    "answered": (
        "填的是{before}，{by}答复按 {after} 计（{why}）",
        "the entry is {before}; {by} decided that it counts as {after} ({why})",
    ),
    "answered-blank": (
        "填的是{before}，{by}答复按未填计（{why}）",
        "the entry is {before}; {by} decided that it counts as blank ({why})",
    ),
    "accepted": ("{by}已认可（{why}）：{what}", "accepted by {by} ({why}): {what}"),
    "assessors-differ": (
        "“{label}”考核人填的不一致：{given}；请用 resolve 认定",
        "{label}: the assessors differ: {given}; decide with `resolve`",
    ),
    "original-restored": (
        "公式或锁定的内容被改动过，这一份已换成发放时的原件，您填的内容都放回去了；请核对填报内容，在这一份上改好再报送",
        "formulas or locked contents were changed: this is the workbook as it was issued, with your entries in it; check "
        "them, correct it and send it in",
    ),
    "return-rejected": (
        "{by}已退回（{why}），不计；请填报单位重新报送",
        "rejected by {by} ({why}), so it does not count; ask the body to send it again",
    ),
    "read-as": ("填的是{before}，读作 {after}", "the entry {before} is read as {after}"),
    "read-as-blank": ("填的是{before}，读作未填", "the entry {before} is read as blank"),
    "shown-as-typed": (
        "表中显示的总分是 {theirs}（没有按规范填写），按读取的内容应为 {ours}；以 {ours} 为准",
        "the workbook shows a total of {theirs} because some entries are not in the required form; as read, they"
        " give {ours}, which is the score",
    ),
    "found-by-place": (
        "缺 {count} 个单元格名称；锁定的内容都在原来的位置，按位置找到了填报项",
        "{count} defined names are missing; the locked content is in its original place, so the entries were located by position",
    ),
    "found-by-words": (
        "{count} 个单元格的名称缺失或没有跟着移动；按同一行锁定的指标、文字找到了填报项",
        "{count} defined names are missing or did not move with their cells; the entries were located by the locked texts in"
        " their rows",
    ),
    "sheet-renamed": (
        "是“{issued}”改的名，内容相符，照常读取",
        "this is the sheet {issued}, renamed; its content matches, and it is read as usual",
    ),
    "rows-inserted": (
        "插入了第 {rows} 行，其余各行相符，照常读取",
        "rows {rows} were inserted; the others are read as usual",
    ),
    "rows-reordered": (
        "行的先后有变动，各行内容相符，照常读取",
        "the rows are in another order; their content matches, and they are read as usual",
    ),
    "columns-reordered": (
        "列的先后有变动，各列内容相符，照常读取",
        "the columns are in another order; their content matches, and they are read as usual",
    ),
    "columns-inserted": (
        "插入了 {columns} 列，其余各列相符，照常读取",
        "columns {columns} were inserted; the others are read as usual",
    ),
    "converted": (
        "是 {kind} 格式，由 LibreOffice 转换后读取",
        "the file is {kind}; it was converted by LibreOffice and then read",
    ),
    "return-csv": (
        "CSV 里没有发放编号，从文字上也看不出是哪个单位的评分表；请报送工作簿本身（.xlsx）",
        "the CSV has no issue number, and its texts do not show which body it belongs to; ask for the workbook itself (.xlsx)",
    ),
    "return-csv-unverified": (
        "是存成 CSV 的评分表：没有发放编号和公式，数只有显示出来的几位，只核对了文字和分值；请与填报单位核对后认可，或请其报送工作簿本身（.xlsx）",
        "this is 评分表 saved as CSV: it has no issue number and no formulas, and numbers only as displayed; only texts and"
        " points were checked: accept it after the body has confirmed it, or ask for the workbook itself (.xlsx)",
    ),
    "return-zip-locked": (
        "压缩包设了密码，读不了；请解压后再收取",
        "the zip is protected by a password; unpack it and collect its content",
    ),
    "return-zip-nested": (
        "压缩包里的压缩包里还有压缩包，未读取；请解压后再收取",
        "zips are nested three deep, so this one was not read; unpack it and collect its content",
    ),
    "return-zip-full": (
        "压缩包里超过 {most} 个文件或解压后超过 {size} MB，未读取；请解压后再收取",
        "the zip has more than {most} files, or over {size} MB unpacked, so it was not read; unpack it and collect its content",
    ),
    "sheet-copied": (
        "像是表格的又一份，可能是另一单位的，或另一稿，未读取；请核对，另一单位的请用它自己的工作簿单独报送",
        "this sheet looks like another copy of the form (of another body, or a draft), so it was not read; another body must"
        " send its own workbook",
    ),
    "sheet-added": ("是另加的工作表，未读取", "this sheet was added, so it was not read"),
    "macros-added": (
        "含有发放时没有的宏（没有运行）；请不要启用宏，让填报单位另存为 .xlsx 后重新报送",
        "contains macros that were not issued (they were not run); do not enable them, ask for the file saved as .xlsx",
    ),
    "objects-added": (
        "含有嵌入的对象或控件（没有打开）；请让填报单位删去后重新报送",
        "contains embedded objects or controls (they were not opened); ask the body to delete them and resend",
    ),
    "links-added": (
        "含有到其他文件或数据的链接（没有读取）；请让填报单位断开链接后重新报送",
        "contains links to other files or data (they were not followed); ask the body to break them and resend",
    ),
}
