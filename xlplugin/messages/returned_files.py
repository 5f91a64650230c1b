"""Messages about returned files that cannot be read as a workbook, one for each kind of file."""

RETURNED_FILES = {
    "return-empty": ("文件是空的（0 字节）；请让填报单位重新发送", "the file is empty (0 bytes); ask for it again"),
    "return-truncated": (
        "文件不完整，可能在下载或传送时中断；请重新下载，或让填报单位重新发送",
        "the file is incomplete, perhaps from an interrupted download; download it again, or ask for it again",
    ),
    "return-damaged": (
        "文件已损坏，读不了；请用 Excel 或 WPS 打开修复并另存为 .xlsx，或让填报单位重新发送",
        "the file is damaged; repair it in Excel or WPS and save it as .xlsx, or ask for it again",
    ),
    "return-encrypted": (
        "文件设了打开密码，读不了；请用密码打开，取消密码后另存为 .xlsx",
        "the file is protected by a password; open it with the password, remove the password and save it as .xlsx",
    ),
    "return-secured": (
        "文件被单位的安全软件（透明加密）加密，读不了；请填报单位在本机解密（或另存为外发文件）后重新发送",
        "the file was encrypted by the security software of its office; ask the body to decrypt it and resend",
    ),
    "return-numbers": (
        "文件是苹果 Numbers 表格，读不了；请在 Numbers 里选“文件 → 导出为 → Excel”，报送导出的 .xlsx",
        "the file is an Apple Numbers document; export it as Excel in Numbers and send the .xlsx",
    ),
    "return-xml-2003": (
        "文件是“XML 表格 2003”格式，这里没有 LibreOffice 或它也读不了；请用 Excel 或 WPS 打开，另存为 .xlsx",
        "the file is an XML Spreadsheet 2003, and LibreOffice is not installed or cannot read it; save it as .xlsx",
    ),
    "return-flat-ods": (
        "文件是 .fods 格式，这里没有 LibreOffice 或它也读不了；请打开后另存为 .xlsx",
        "the file is a .fods, and LibreOffice is not installed or cannot read it; save it as .xlsx",
    ),
    "return-html": (
        "文件其实是网页（HTML 或 MHT），不是工作簿，公式和发放编号都丢了；请在原工作簿里填报，另存为 .xlsx 报送",
        "the file is a web page (HTML or MHT), not a workbook: its formulas and issue number are lost; fill in the workbook as it"
        " was issued, and save it as .xlsx",
    ),
    "return-archive": (
        "文件是压缩包（.rar、.7z、.tar.gz 等），未读取；请解压后再收取",
        "the file is an archive (such as .rar, .7z, .tar.gz) and was not read; unpack it and collect its content",
    ),
    "return-split-zip": (
        "文件是分卷压缩包中的一卷，未读取；请收齐各卷、解压后再收取",
        "the file is one volume of a split archive and was not read; unpack all volumes together and collect their content",
    ),
    "return-zip-method": (
        "压缩包没有损坏，但用的是这里解不开的压缩方式（如 Deflate64）；请解压后再收取，或换用普通 zip 重新压缩",
        "the zip is not damaged, but its compression (such as Deflate64) is not supported; unpack it and collect its content, or"
        " pack it again as an ordinary zip",
    ),
    "return-xls-encrypted": (
        "文件是设了打开密码的 .xls，读不了；请用密码打开，取消密码后另存为 .xlsx",
        "the file is an .xls protected by a password; open it with the password, remove the password and save it as .xlsx",
    ),
    "return-ods-encrypted": (
        "文件是设了打开密码的 .ods，读不了；请用密码打开，取消密码后另存为 .xlsx",
        "the file is an .ods protected by a password; open it with the password, remove the password and save it as .xlsx",
    ),
    "return-unreadable": (
        "文件的名称是工作簿，内容不是任何表格格式，可能被安全软件加密，或没有下载完整；请用 Excel 或 WPS 打开确认后另存为 .xlsx，重新发送",
        "the file is named like a workbook, but its content is no known format: security software may have encrypted it, or the"
        " download is incomplete; open it in Excel or WPS, save it as .xlsx and send it again",
    ),
    "return-old-format": (
        "文件是旧格式（.xls 或 .et），这里没有 LibreOffice 或它也读不了；请用 Excel 或 WPS 打开，另存为 .xlsx",
        "the file has an old format (.xls or .et), and LibreOffice is not installed or cannot read it; save it as .xlsx in Excel"
        " or WPS",
    ),
    "return-other-format": (
        "文件是 .ods 等其他格式，这里没有 LibreOffice 或它也读不了；请打开后另存为 .xlsx",
        "the file has another format (such as .ods), and LibreOffice is not installed or cannot read it; save it as .xlsx",
    ),
    "return-zip": (
        "文件是压缩包，未读取；请解压后再收取",
        "the file is a zip and was not read; unpack it and collect its content",
    ),
    "return-no-workbook": (
        "文件不是工作簿，未读取；请核对是否放错了文件",
        "the file is not a workbook and was not read; check whether it belongs here",
    ),
    "return-too-large": (
        "文件有 {size} MB，未读取（发出的工作簿不到 1 MB）；请核对是否放错了文件",
        "the file has {size} MB and was not read (issued workbooks have less than 1 MB); check whether it belongs here",
    ),
    "return-failed": (
        "读取时出错（{why}），未收取；请保留文件并报告，其他文件不受影响",
        "an error occurred while reading ({why}); keep the file and report this; other files are not affected",
    ),
}
