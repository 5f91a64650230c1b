"""Messages of ``xlplugin doctor`` about the computer."""

DOCTOR = {
    "doctor-python": ("找到 Python {version}：{path}", "Python {version}: {path}"),
    "doctor-old-python": (
        "Python {version} 太旧（{path}）；请装 3.11 或更新的版本，再装 xlplugin",
        "Python {version} is too old ({path}); install 3.11 or later, then install xlplugin",
    ),
    "doctor-no-excel-here": (
        "{system} 上没有 Windows 版 Excel，按钮和工作表函数用不了；生成、计分、收表照常，"
        "填好的工作簿用 xlplugin recalculate 重新计算",
        "{system} has no Excel for Windows, so the button and the worksheet functions do not work; everything else"
        " works, and `xlplugin recalculate` replaces the button",
    ),
    "doctor-libreoffice": ("找到 LibreOffice：{path}", "LibreOffice: {path}"),
    "doctor-no-excel": (
        "没有找到 Excel（Excel.Application 未注册）；请安装 Excel，或用 xlplugin recalculate 重新计算文件",
        "Excel was not found (Excel.Application is not registered); install it, or use `xlplugin recalculate` on files",
    ),
    "doctor-wps": (
        "Excel.Application 已被 WPS 接管（{path}），按钮会连到 WPS 而失败；请在 WPS“配置工具—高级—兼容设置”中"
        "取消与 Excel 兼容，或修复安装 Excel，或改用 xlplugin recalculate",
        "WPS has taken over Excel.Application ({path}), so the button would call WPS and fail; turn off its"
        " compatibility with Excel, repair Excel, or use `xlplugin recalculate`",
    ),
    "doctor-excel": ("找到 Excel：{path}", "Excel: {path}"),
    "doctor-bits": ("Excel {excel} 位，Python {python} 位", "Excel is {excel}-bit, Python is {python}-bit"),
    "doctor-other-bits": (
        "Excel {excel} 位，Python {python} 位；按钮不受影响，工作表函数不工作时请装 {excel} 位的 Python",
        "Excel is {excel}-bit, Python is {python}-bit; buttons work, but if worksheet functions fail, install a {excel}-bit Python",
    ),
    "doctor-store-python": (
        "Python 来自微软商店（{path}），Excel 可能启动不了它；请从 python.org 安装",
        "this Python is from the Microsoft Store ({path}), and Excel may fail to start it; install Python from python.org",
    ),
    "doctor-path-not-ascii": (
        "Python 的路径里有中文（{path}），有的电脑上会失败；请装到只含英文和数字的文件夹，如 C:\\xlplugin",
        "the path of Python has non-ASCII characters ({path}); if buttons fail, install it in a folder such as C:\\xlplugin",
    ),
    "doctor-path-onedrive": (
        "Python 在 OneDrive 文件夹里（{path}），同步时会被占用；请装到本机文件夹",
        "Python is in a OneDrive folder ({path}), where synchronisation locks files; install it in a local folder",
    ),
    "doctor-config": ("{file} 指定的就是这个 Python", "{file} names this Python"),
    "doctor-config-missing": (
        "{file} 指定的 Python 不存在（{path}）；请改成现有 python.exe 的位置",
        "{file} names a Python that does not exist ({path}); set it to an existing python.exe",
    ),
    "doctor-config-other": (
        "{file} 指定的是另一个 Python（{path}），按钮用的是它；请改成 {this}，或在那个 Python 里装 xlplugin",
        "{file} names another Python ({path}), which the buttons use; set it to {this}, or install xlplugin there",
    ),
    "doctor-on-path": ("按钮会用 PATH 中的 {path}", "buttons use {path} from PATH"),
    "doctor-not-on-path": (
        "按钮找不到这个 Python：PATH 中的 python 是 {found}；请在工作簿的 xlwings.conf 表 B1 填 {path}",
        "buttons will not find this Python: python on PATH is {found}; write {path} into B1 of the sheet xlwings.conf",
    ),
    "doctor-no-xlwings": (
        "没有装 xlwings；请运行 pip install xlwings",
        "xlwings is not installed; run pip install xlwings",
    ),
    "doctor-xlwings": ("已装 xlwings {version}", "xlwings {version}"),
    "doctor-dll": ("工作表函数所用的 {names} 已在", "{names} is installed (worksheet functions need it)"),
    "doctor-no-dll": (
        "{folder} 里没有 {name}，按钮照常，工作表函数用不了；请运行 pip install --force-reinstall xlwings",
        "{name} is missing in {folder}; buttons work, worksheet functions do not; run pip install --force-reinstall xlwings",
    ),
    "doctor-addin": (
        "装有 xlwings 加载项（{path}），本工作簿用不着它；函数重名报错时请停用",
        "the xlwings add-in is installed ({path}); these workbooks do not need it; disable it if function names clash",
    ),
    "doctor-macros-off": (
        "宏已被{who}全部禁用；请联系管理员，允许本工作簿所在的文件夹为“受信任位置”",
        "{who} disables all macros; ask the administrator to make the workbook's folder a trusted location",
    ),
    "doctor-macros-signed": (
        "{who}只允许有签名的宏；请联系管理员，允许本工作簿所在的文件夹为“受信任位置”",
        "{who} allows only signed macros; ask the administrator to make the workbook's folder a trusted location",
    ),
    "doctor-macros-all": (
        "Excel 设成了启用所有宏，不安全；建议改为“禁用宏并发出通知”",
        "Excel enables all macros without asking, which is unsafe; choose “Disable with notification”",
    ),
    "doctor-macros-ask": (
        "打开工作簿时 Excel 会问是否启用宏，请点“启用内容”",
        "Excel asks whether to enable macros when a workbook is opened; click “Enable Content”",
    ),
    "doctor-internet-blocked": (
        "单位策略禁止来自网络的文件运行宏；工作簿请从本机生成或从内部共享复制",
        "a policy blocks macros in files from the internet; build the workbook on this computer or copy it from a share",
    ),
    "doctor-no-workbook": ("没有这个工作簿：{path}", "no such workbook: {path}"),
    "doctor-marked": (
        "{path} 带有“来自网络”的标记，Excel 会禁止宏；请右键文件—属性—勾选“解除锁定”",
        "{path} is marked as from the internet, so Excel blocks its macros; right-click, Properties, Unblock",
    ),
    "doctor-workbook-onedrive": (
        "{path} 在 OneDrive 文件夹里；导出不成功时请另存到本机文件夹",
        "{path} is in a OneDrive folder; if exporting fails, save it in a local folder",
    ),
    "doctor-no-macros": (
        "{path} 不是 .xlsm，没有按钮；请用 build --macros 生成",
        "{path} is not an .xlsm, so it has no button; build it with --macros",
    ),
}
