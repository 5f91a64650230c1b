"""``xlplugin doctor``."""

import argparse
import json

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Describe the command."""
    parser.epilog = say("例：", "example: ") + "xlplugin doctor 高平市考核.xlsm"
    parser.add_argument("workbook", nargs="*", help=say("按钮不工作的工作簿", "workbooks whose button does not work"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Tell what stands between the user and a working button."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.excel.doctor import State, examine, told

    findings = examine(options.workbook)
    if options.json:
        listed = [
            {"state": one.state.name.lower(), "code": one.said.code, "text": one.said.text(options.language)}
            for one in findings
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        print(told(findings, options.language))
    return PROBLEMS if any(one.state is State.IN_THE_WAY for one in findings) else DONE
