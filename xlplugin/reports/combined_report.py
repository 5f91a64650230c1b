"""The figures of bodies that are more than one return's: several assessors, corrections, 汇总; assessed and final."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.errors import Problem, UsageError
from xlplugin.returns.combined import by_body, combine
from xlplugin.returns.over_all_bodies import depends_on_all, with_all_bodies
from xlplugin.returns.score_returns import final_editions, scored
from xlplugin.rubric.model import Rubric
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.decided.decisions import decisions_in
from xlplugin.store.issue import Issue
from xlplugin.store.standings import Standing

HEADINGS = {
    "zh": ("考核对象", "考核人", "考核得分", "最终得分", "等次", "更正", "不一致"),
    "en": ("body", "assessors", "assessed", "final", "grade", "corrected", "differences"),
}


@dataclass(frozen=True, slots=True)
class CombinedRow:
    """A body: how many assessors have returned their workbook, the assessed and the final figures.

    Attributes:
        rubric, body: which body.
        issued, returned: the numbers of assessors' workbooks.
        assessed, final: the scorecards without and with corrections; None if there is no score.
        corrections: how many entries were corrected.
        differences: what the assessors entered differently.
    """

    rubric: str
    body: str
    issued: int
    returned: int
    assessed: Scorecard | None
    final: Scorecard | None
    corrections: int
    differences: tuple[Problem, ...]

    def texts(self, language: str) -> list[str]:
        """Return the texts of a row of the terminal's table."""
        mark = ("（暂定）" if language == "zh" else " (provisional)") if self.final and self.final.provisional else ""
        grade = f"{(self.final and self.final.grade) or ''}{mark}"
        counts = [str(count) if count else "" for count in (self.corrections, len(self.differences))]
        published = [card.published_text if card else "" for card in (self.assessed, self.final)]
        return [self.body, f"{self.returned}/{self.issued}", *published, grade, *counts]

    def as_json(self, language: str) -> dict[str, object]:
        """Return the row for machines."""
        published = [(card.published_text or None) if card else None for card in (self.assessed, self.final)]
        return {
            "rubric": self.rubric,
            "body": self.body,
            "issued": self.issued,
            "returned": self.returned,
            "assessed": published[0],
            "final": published[1],
            "grade": self.final.grade if self.final else None,
            "provisional": bool(self.final and self.final.provisional),
            "corrections": self.corrections,
            "differences": [problem.text(language) for problem in self.differences],
        }


def combined_bodies(store: Store, standings: Sequence[Standing]) -> Iterator[CombinedRow]:
    """Return the bodies whose figures are more than those of one return, in the order of the list.

    They have several assessors, were corrected, or are of a table in which something depends on all bodies (汇总).

    Args:
        store: the returns.
        standings: of every workbook of a table and edition, or of none.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    decisions = decisions_in(store)
    final = final_editions(store)
    assessed = (one for one in by_body(standings) if final.get(one[0].issue.rubric) == one[0].issue.edition)
    for _, group in groupby(assessed, lambda of_body: of_body[0].issue.rubric_digest):
        bodies = [(of_body, decisions.get((of_body[0].issue.rubric, of_body[0].issue.body), ())) for of_body in group]
        rubric = _rubric(store, bodies[0][0][0].issue, is_needed=any(of[0].issue.rater or made for of, made in bodies))
        over_all = rubric is not None and depends_on_all(rubric)
        shown = [(of_body, made) for of_body, made in bodies if of_body[0].issue.rater or made or over_all]
        combined = [combine(rubric, of_body, made) for of_body, made in shown] if rubric else []
        for one, first, last in zip(
            combined,
            with_all_bodies(combined, final=False) if over_all else combined,
            with_all_bodies(combined, final=True) if over_all else combined,
            strict=True,
        ):
            yield CombinedRow(
                one.issue.rubric,
                one.issue.body,
                len(one.standings),
                sum(standing.current is not None for standing in one.standings),
                scored(first).card if one.is_returned else None,
                scored(last, final=True).card if one.is_returned else None,
                len(one.corrections),
                tuple(difference.problem() for difference in one.differences),
            )


def _rubric(store: Store, issue: Issue, *, is_needed: bool) -> Rubric | None:
    """Return the rubric of a workbook; None if it is gone and nothing but 汇总 could need it."""
    try:
        return issued_rubric(store, issue)
    except UsageError:
        if is_needed:
            raise
        return None
