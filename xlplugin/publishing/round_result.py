"""The results of a round, as plain data: what is frozen, published and compared.

Figures are decimal strings in 分, as scorecards have them, so that what is written to a store or an archive is read
back as it was. Nothing here knows the store or a document.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

DEDUCTION, AWARD, BONUS, MAJOR = "deduction", "award", "bonus", "major"
"""What a clause does: takes points, builds a score from zero, adds points, takes points from the total."""


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """What was found under one clause.

    Attributes:
        key: of its input: ``2.1.1.d1``.
        effect: ``deduction``, ``award``, ``bonus`` or ``major``.
        quote: the clause, in the words of the notice.
        found: what was entered, as a report says it: 未制定并公开的件数 2 件; the reason of an amount.
        amount: the points that it took or gave, before the caps of the indicator.
        how: how the amount came about: 2 件 × 2 分 = 4，上限 6，扣 4.
    """

    key: str
    effect: str
    quote: str
    found: str
    amount: str
    how: str


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """The figures of an indicator.

    Attributes:
        id, name: of the indicator.
        points: what it is worth.
        deduction, score: '' where it is left out (不适用) or has no figure.
        bonus: its additions.
        own, assessed: the score of the self-assessment, and the assessors' before corrections; '' where there is none.
        findings: the clauses that took or gave points.
        state: '' if its loss is one; 不适用 if it is not about this body; 组内不计 if another one of its group counts.
    """

    id: str
    name: str
    points: str
    deduction: str
    bonus: str
    score: str
    own: str = ""
    assessed: str = ""
    findings: tuple[ClauseFinding, ...] = ()
    state: str = ""

    @property
    def applies(self) -> bool:
        """Whether it is about this body and counts: losses and shares are of such ones only."""
        return not self.state

    @property
    def loses(self) -> bool:
        """Whether the body lost points in it."""
        return self.applies and self.deduction not in ("", "0") and not self.deduction.startswith("-")


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """The figures of a dimension; see ``IndicatorResult``."""

    number: int
    name: str
    points: str
    deduction: str
    bonus: str
    score: str


@dataclass(frozen=True, slots=True)
class CorrectionMade:
    """A correction that counts: of which entry or figure, from what to what, by whom, why; ``appeal`` is its number.

    ``name`` is the place as a report names it: 2.1.1 村(居)务公开（未制定并公开的件数）.
    """

    place: str
    before: str
    after: str
    by: str
    why: str
    evidence: str
    at: str
    appeal: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class AppealMade:
    """An appeal and its outcome (成立, 部分成立, 不成立; '' while it is open); ``name`` as in ``CorrectionMade``."""

    id: int
    place: str
    says: str
    outcome: str
    by: str
    why: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReturnUsed:
    """A file that a figure comes from: the edition, the assessor, its name, its SHA-256."""

    edition: str
    rater: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EvidenceUsed:
    """A file of evidence: its name, its SHA-256, where it was collected, the indicators that it belongs to."""

    name: str
    sha256: str
    path: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyResult:
    """Everything about one body.

    Attributes:
        rubric, body: whose.
        group: the class of the notice (A类); '' for none.
        published: the published total, as text; '' without a complete score.
        total: the exact total; '' without one.
        banded: the grade of the published total by bands and conditions; '' for none.
        no_score: why there is no complete score; '' if there is one.
        own, assessed: the published totals of the self-assessment, and the assessors' before corrections; '' for none.
        rank: from 1; 0 without ranks or without a complete score.
        general_bonus, major_deduction: below the table.
        dimensions, indicators: in the order of the table.
        below: what was found in the items below the table.
        effects: what conditions changed, in words.
        corrections, appeals, returns, evidence: what the figures come from.
        proposed, grade: the grade that was proposed and the one that was decided; '' before.
        proposed_why: why the proposal is not the grade by bands (a quota), in words.
        grade_by, grade_why: who decided it, and why it departs from the proposal.
        scoresheet: the final entries, as ``xlplugin score`` takes them; empty where several sheets are joined.
        fixed: the figures that were corrected as such, in 1/10,000 分, by step.
    """

    rubric: str
    body: str
    group: str
    published: str = ""
    total: str = ""
    banded: str = ""
    no_score: str = ""
    own: str = ""
    assessed: str = ""
    rank: int = 0
    general_bonus: str = ""
    major_deduction: str = ""
    dimensions: tuple[DimensionResult, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    below: tuple[ClauseFinding, ...] = ()
    effects: tuple[str, ...] = ()
    corrections: tuple[CorrectionMade, ...] = ()
    appeals: tuple[AppealMade, ...] = ()
    returns: tuple[ReturnUsed, ...] = ()
    evidence: tuple[EvidenceUsed, ...] = ()
    proposed: str = ""
    proposed_why: str = ""
    grade: str = ""
    grade_by: str = ""
    grade_why: str = ""
    scoresheet: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as an object for JSON."""
        return asdict(self)

    @property
    def basis(self) -> str:
        """What a decision about its grade is made on, in words."""
        return "｜".join((self.published, self.banded, *self.effects, self.no_score))


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table of the round: its id, version, digest and title; its scheme's id and title; its notice."""

    rubric: str
    version: str
    digest: str
    title: str
    scheme: str
    scheme_title: str
    year: int
    notice: str
    number: str
    grades: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The results of a round: its name, its tables, and all bodies in the order of the notice."""

    name: str
    tables: tuple[TableFacts, ...]
    bodies: tuple[BodyResult, ...]

    def table(self, rubric: str) -> TableFacts:
        """Return the facts of a table."""
        return next(table for table in self.tables if table.rubric == rubric)

    @property
    def groups(self) -> dict[tuple[str, str], list[BodyResult]]:
        """The bodies of each table and class, the first one first."""
        found: dict[tuple[str, str], list[BodyResult]] = {}
        for body in self.bodies:
            found.setdefault((body.rubric, body.group), []).append(body)
        return found


Kind = TypeVar("Kind")


def restored(kind: type[Kind], data: Mapping[str, Any]) -> Kind:
    """Make a data class from its JSON object; unknown fields are left out, so that later archives can be read.

    Raises:
        KeyError, TypeError: it is no such object.
    """
    hints = _hints(kind)
    known = {name: _value(hints[name], value) for name, value in data.items() if name in hints}
    return kind(**known)


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _HINTS:
        hints = get_type_hints(kind)
        _HINTS[kind] = {one.name: hints[one.name] for one in fields(kind)}
    return _HINTS[kind]


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        (of, *_) = get_args(hint)
        return tuple(restored(of, one) if isinstance(one, dict) else one for one in value)
    return value
