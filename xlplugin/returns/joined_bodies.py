"""The score of a body whose several raters each score it, joined by the rule of the notice (考核人合成)."""

from collections.abc import Iterator

from xlplugin.entries.read_entries import Entered, read_cells
from xlplugin.returns.combined import Combined
from xlplugin.scoring.joined import JoinedScore, SheetOfPart, join_raters
from xlplugin.scoring.scorecard import score

MISSING, INVALID = "未报送", "有误"


def joined(combined: Combined) -> JoinedScore:
    """Score each rater's sheet, and join the scorecards; the rubric says how."""
    rule = combined.rubric.raters_rule
    if rule is None:
        raise ValueError(f"{combined.rubric.id} has no rule for several raters; see Combined.is_joined")
    return join_raters(combined.rubric, rule, combined.issue.body, list(_sheets(combined)))


def entered_by_raters(combined: Combined) -> Iterator[tuple[str, Entered]]:
    """Return each rater's entries as a scoresheet."""
    for rater, values in combined.sheets:
        yield rater, read_cells(combined.rubric, values, combined.issue.body)


def _sheets(combined: Combined) -> Iterator[SheetOfPart]:
    entered = dict(entered_by_raters(combined))
    for standing in combined.standings:
        name, kind = standing.issue.rater, standing.issue.rater_kind
        if name not in entered:
            yield SheetOfPart(name, None, kind, MISSING)
            continue
        card = score(combined.rubric, entered[name].scoresheet)
        has_total = card.total is not None
        yield SheetOfPart(name, card if has_total else None, kind, "" if has_total else INVALID)
