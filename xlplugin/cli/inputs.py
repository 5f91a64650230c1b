"""``xlplugin inputs``."""

import argparse
import json
from pathlib import Path

from xlplugin.cli.language import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    """Define the command's arguments."""
    parser.epilog = (
        say("例：", "example: ") + "xlplugin inputs gaoping-2022-a --json --workbook dist/gaoping-2022-a.xlsx"
    )
    parser.add_argument("rubric", help=say("评分表的名称或文件", "the rubric's id or file"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "--workbook",
        type=Path,
        metavar="FILE",
        help=say("评分工作簿：一并列出各项所在的单元格", "a workbook, to list the cell of each input, too"),
    )


def run(options: argparse.Namespace) -> int:
    """List the inputs."""
    from xlplugin.cli import DONE
    from xlplugin.rubric_files.check_rubric import load_rubric
    from xlplugin.scoring.input_list import list_inputs

    rubric = load_rubric(options.rubric)
    if options.workbook:
        from xlplugin.entries.read_entries import INAPPLICABLE
        from xlplugin.workbook.defined_names import input_cells, is_figure, named_cells

        cells = named_cells(options.workbook)
        listed = list_inputs(rubric, input_cells(rubric, cells, str(options.workbook)))
        figures = {name: place for name, place in cells.items() if is_figure(name)}
        marked = {name.removeprefix(INAPPLICABLE): cells[name] for name in cells if name.startswith(INAPPLICABLE)}
        answer: object = {"inputs": listed, "figures": figures, "not_applicable": marked}
    else:
        listed = list_inputs(rubric)
        answer = listed
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print_table(listed, Say(options.language))
    return DONE


def _print_table(listed: list[dict[str, object]], say: Say) -> None:
    from xlplugin.cli.terminal_table import table
    from xlplugin.rubric.clause_kinds import KINDS

    head = [say("填报项", "key"), say("种类", "kind"), say("必填", "required"), say("单位", "unit"), say("最大", "max")]
    if "cells" in listed[0]:
        head.append(say("单元格", "cells"))
    chinese = {kind.declaration.name: kind.declaration.chinese for kind in KINDS}
    rows = [
        [
            str(entry["key"]),
            say(chinese[str(entry["kind"])], str(entry["kind"])),
            say("是", "yes") if entry["required"] else say("否", "no"),
            str(entry["unit"] or "—"),
            "—" if entry["max"] is None else str(entry["max"]),
            *([_places(entry["cells"])] if "cells" in entry else []),
            str(entry["label"]),
        ]
        for entry in listed
    ]
    print(table([*head, say("填报内容", "label")], rows), end="")


def _places(cells: object) -> str:
    places = cells.values() if isinstance(cells, dict) else ()
    return " ".join(f"{place['sheet']}!{place['cell']}" for place in places)
