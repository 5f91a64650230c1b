"""``xlplugin recalculate``: does to a file what the button 重新计算 does."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from xlplugin.cli.language import Say

TYPE_CHECKING = False  # as in typing, which takes a fifth of the time of ``xlplugin --help`` to import
if TYPE_CHECKING:
    from xlplugin.filled.recalculate import Recalculation


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = say("例：", "example: ") + "xlplugin recalculate 米山镇.xlsx"
    parser.add_argument(
        "workbook",
        type=Path,
        nargs="+",
        help=say(
            "填好的评分工作簿（.xlsx、.xlsm；.xls、.et、.ods 要装 LibreOffice）",
            "filled workbooks (.xlsx, .xlsm; .xls, .et and .ods if LibreOffice is installed)",
        ),
    )
    parser.add_argument(
        "--rubric",
        default="",
        metavar="RUBRIC",
        help=say(
            "用哪份评分表（默认按工作簿里写的）", "the rubric's id or file (default: the one named in the workbook)"
        ),
    )
    parser.add_argument(
        "--in-place",
        action="store_true",
        help=say(
            "带数字签名的也写回原文件（签名随之去掉）",
            "overwrite a workbook with a digital signature (the signature is lost)",
        ),
    )
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say(
            "写到另一个文件（默认写回原文件；.xls、.et、.ods 写成同名的 .xlsx）",
            "write to another file (default: back to the workbook; beside .xls, .et or .ods as .xlsx)",
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Recalculate each workbook; an unreadable one does not stop the others."""
    from xlplugin.cli import DONE, PROBLEMS, WRONG_USE, report
    from xlplugin.errors import Problem, UsageError, XlpluginError, new_problem
    from xlplugin.filled.recalculate_file import recalculate_file, written_suffixes

    if options.output and len(options.workbook) > 1:
        raise UsageError([new_problem("--output", "one-output-one-workbook")])
    if (out := options.output) and out.exists() and not out.samefile(options.workbook[0]):
        raise UsageError([new_problem(str(out), "file-exists")])
    if out and out.suffix.lower() not in (wanted := written_suffixes(options.workbook[0])):
        raise UsageError([new_problem(str(out), "other-suffix", suffix=wanted[0])])
    say = Say(options.language)
    unread: list[Problem] = []
    results: list[object] = []
    is_clean = True
    for path in options.workbook:
        try:
            recalculation = recalculate_file(path, options.output, options.rubric, even_if_signed=options.in_place)
        except XlpluginError as error:
            unread += [problem.at(problem.where or str(path)) for problem in error.problems]
            continue
        is_clean = is_clean and recalculation.is_clean
        if options.json:
            results.append(_as_json(path, recalculation, options.language))
        else:
            print("\n".join(_lines(path, recalculation, say)))
    if options.json:
        print(
            json.dumps(
                results if len(options.workbook) > 1 else results[0] if results else None, ensure_ascii=False, indent=1
            )
        )
    if unread:
        return report(unread, options.language, WRONG_USE)
    return DONE if is_clean else PROBLEMS


def _lines(path: Path, recalculation: "Recalculation", say: Say) -> Iterator[str]:
    from xlplugin.cli.scorecard_text import verdict
    from xlplugin.cli.terminal_table import printable
    from xlplugin.filled.recalculate import conclusion

    card = recalculation.card
    yield printable(f"{path}  {card.rubric.id}  {card.body}  {verdict(card, say)}")
    yield say("核对：", "check: ") + conclusion(recalculation, say.language)
    for cell, fault in recalculation.faults:
        yield say("有误 ", "problem ") + printable(fault.at(cell.label).text(say.language))
    for cell, reading in recalculation.read_as:
        yield say("提示 ", "note ") + printable(reading.at(cell.label).text(say.language))
    for difference in recalculation.differences:
        yield say("不符 ", "differs ") + printable(
            say(f"{difference.place}：{difference.chinese}", f"{difference.place}: {difference.english}")
        )
    for warning in card.warnings:
        yield say("提示 ", "warning ") + printable(warning.text(say.language))


def _as_json(path: Path, recalculation: "Recalculation", language: str) -> dict[str, object]:
    from xlplugin.filled.recalculate import conclusion

    return {
        "workbook": str(path),
        "verdict": recalculation.verdict,
        "conclusion": conclusion(recalculation, language),
        "scorecard": recalculation.card.as_json(language),
        "scoresheet": recalculation.data,
        "faults": [{"cell": cell.label, "text": fault.at("").text(language)} for cell, fault in recalculation.faults],
        "read_as": [{"cell": cell.label, "text": reading.text(language)} for cell, reading in recalculation.read_as],
        "differences": [
            {
                "cell": difference.place,
                "figure": difference.figure,
                "text": difference.chinese if language == "zh" else difference.english,
            }
            for difference in recalculation.differences
        ],
        "not_computed": sorted(cell.label for cell in recalculation.unknown),
    }
