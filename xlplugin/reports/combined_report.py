"""The figures of bodies that several people assess, or whose entries were corrected: assessed and final."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlplugin.errors import Problem
from xlplugin.returns.claimed_issue import issued_rubric
from xlplugin.returns.combined import by_body, combine
from xlplugin.returns.score_returns import final_editions, scored
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.store.database import Store
from xlplugin.store.decided.decisions import decisions_in
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
    """Return the bodies with several assessors or with corrections, in the order of the list.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    decisions = decisions_in(store)
    final = final_editions(store)
    for of_body in by_body(standings):
        issue = of_body[0].issue
        made = decisions.get((issue.rubric, issue.body), ())
        if final.get(issue.rubric) != issue.edition or not (issue.rater or made):
            continue
        combined = combine(issued_rubric(store, issue), of_body, made)
        yield CombinedRow(
            issue.rubric,
            issue.body,
            len(of_body),
            sum(one.current is not None for one in of_body),
            scored(combined).card if combined.is_returned else None,
            scored(combined, final=True).card if combined.is_returned or combined.corrections else None,
            len(combined.corrections),
            tuple(difference.problem() for difference in combined.differences),
        )
