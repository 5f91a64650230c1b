"""``xlplugin doctor``."""

import argparse
import json

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin doctor 高平市考核.xlsm"
    parser.add_argument(
        "workbook", nargs="*", help=say("按钮不工作的工作簿", "workbooks with a button that does not work")
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Report what keeps the buttons from working."""
    from xlplugin.cli import DONE, PROBLEMS
    from xlplugin.computer.doctor import FindingState, examine, findings_text

    findings = examine(options.workbook)
    if options.json:
        listed = [
            {
                "state": finding.state.name.lower(),
                "code": finding.problem.code,
                "text": finding.problem.text(options.language),
            }
            for finding in findings
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        print(findings_text(findings, options.language))
    return PROBLEMS if any(finding.state is FindingState.IN_THE_WAY for finding in findings) else DONE
