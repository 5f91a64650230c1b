"""Remarks on a return beside its changes: both totals, blank entries, values that were read another way."""

from collections.abc import Iterator, Mapping

from xlplugin.entries.cell_values import EXACT, CellError, CellFormula, CellPicture, show_value
from xlplugin.entries.normalise import have_word
from xlplugin.errors import Problem, new_problem
from xlplugin.filled.open_workbook import ShownCell
from xlplugin.notation.cell_address import Cell
from xlplugin.notation.decimals import SCALE, format_decimal
from xlplugin.returns.verify.verify_return import Returned
from xlplugin.rubric.slots import HAVE, HAVE_NOT
from xlplugin.scoring.states import FAULTY


def compare_totals(ours: str, theirs: str) -> Problem:
    """Compare the total by the issued rubric with the total that the returned workbook shows."""
    if ours == FAULTY:
        return new_problem("", "score-shown-only", theirs=theirs)
    if theirs == UNKNOWN:
        return new_problem("", "score-computed-only", ours=ours)
    if ours == theirs:
        return new_problem("", "scores-same", ours=ours)
    return new_problem("", "scores-compared", ours=ours, theirs=theirs)


def report_blank_entries(keys: tuple[str, ...], cells: Mapping[str, Cell]) -> Problem:
    """Report the required entries that are blank, by their cells."""
    first = {name.removeprefix("in_").split("_")[0]: cell for name, cell in reversed(list(cells.items()))}
    places = [first[key] for key in keys if key in first]
    shown_places = "、".join(cell.label for cell in places[:MOST_BLANK])
    return new_problem(
        "", "required-blank", count=len(keys), cells=shown_places + ("…" if len(keys) > MOST_BLANK else "")
    )


MOST_BLANK = 5
"""Number of blank cells that are named."""


def words(total: int | str) -> str:
    """Return a total as text: points, or 未评 and 有误."""
    return format_decimal(total) if isinstance(total, int) else total


UNKNOWN = "—"
"""Shown for a total that no program has computed since the file was written."""


def shown_total_text(total: ShownCell) -> str:
    """Return the total that a workbook shows, as text."""
    value = total.value
    if not total.is_known or value is None:
        return UNKNOWN
    if isinstance(value, float):
        return format_decimal(round(value * SCALE)) if abs(value) < EXACT else str(value)
    return value.code if isinstance(value, CellError) else str(value)


_HAVE = HAVE, HAVE_NOT


def report_invalid_fields(returned: Returned) -> Iterator[Problem]:
    """Report invalid contents beside the scores: formulas, error values, words other than 有 and 无."""
    cells = returned.cells
    for name, value in returned.values.items():
        # Most values are numbers or texts; of these only the fields for 有 and 无 can be invalid.
        is_plain = type(value) is float or type(value) is str
        if (is_plain and (value in _HAVE or not name.endswith("_have"))) or name.startswith(("in_", "na_")):
            continue
        if isinstance(value, CellPicture):
            yield new_problem(cells[name].label, "cell-picture")
        elif isinstance(value, CellFormula):
            shown_value = value.shown.code if isinstance(value.shown, CellError) else value.shown
            yield new_problem(
                cells[name].label, "cell-formula", value="" if shown_value is None else str(shown_value)[:30]
            )
        elif isinstance(value, CellError):
            yield new_problem(cells[name].label, "cell-error", value=value.code)
        elif name.endswith("_have") and have_word(value) not in (*_HAVE, None):
            yield new_problem(cells[name].label, "cell-not-listed", value=str(value)[:30], words="、".join(_HAVE))


def read_fields(returned: Returned) -> Iterator[Problem]:
    """Report words that were read as 有 or 无."""
    for name, value in returned.values.items():
        if name.endswith("_have") and value not in _HAVE and value != (word := have_word(value)):
            code = "read-as-blank" if word is None else "read-as"
            yield new_problem(returned.cells[name].label, code, before=show_value(value), after=show_value(word))
