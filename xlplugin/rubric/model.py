"""A rubric (考核细则与评分表) and its scheme (考核方案), as data.

Points and caps are whole ten-thousandths of a point. Rubrics and their parts compare by identity, so that results can
be cached for a rubric, and have short representations. (Classes without generated methods also save a tenth of the
time of ``xlplugin check``.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from xlplugin.notation.decimals import PUBLISHED_PLACES
from xlplugin.rubric.clause import Clause
from xlplugin.rubric.total_rules import Group, Missing, Rule

TYPE_CHECKING = False  # few rubrics join or decide anything, and creating these classes takes a millisecond
if TYPE_CHECKING:
    from xlplugin.rubric.deciding import AppealsRule, Quota, RankRule, RectificationRule, RepeatedGrade
    from xlplugin.rubric.joining import PartsRule, RatersRule


@dataclass(frozen=True, eq=False, repr=False)
class Notice:
    """The notice of a rubric or scheme: title, document number, annex."""

    title: str
    number: str
    annex: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Erratum:
    """A mistake or unreadable place in a notice: where, in which respect, what is printed, how it is read, why."""

    place: str
    topic: str
    printed: str
    read: str
    reason: str


@dataclass(frozen=True, eq=False, repr=False)
class Grade:
    """A grade (考核等次) and its band of published totals; None means no bound."""

    name: str
    at_least: int | None
    below: int | None
    quote: str


@dataclass(frozen=True, eq=False, repr=False)
class BonusLimit:
    """A limit of an indicator's bonus, as a share (ten-thousandths of 1) of its subdimension's points.

    Source: 晋政办函〔2020〕42号, 三 (一般不超过所属上一级指标权重分值的20%); if ``binding`` it is a cap, otherwise a
        warning.
    """

    share: int
    binding: bool
    quote: str


@dataclass(frozen=True, eq=False, repr=False)
class Provision:
    """A paragraph of 考核程序 or 结果运用, as the notice prints it."""

    quote: str


@dataclass(frozen=True, eq=False, repr=False)
class EvidenceList:
    """被考核单位准备工作及印证材料清单: what a body has to prepare.

    Source: 高政办发〔2020〕33号, 附件 3 (8 entries); 晋政办函〔2020〕42号, 附件 4 (10 entries).

    Attributes:
        title: its heading.
        annex: 附件 3.
        lead: the sentence above the items.
        entries: the sentence of each item, without its numeral.
    """

    title: str
    annex: str
    lead: str
    entries: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class BodyGroup:
    """A class of assessed bodies (A类): its printed count, its table ('' for none), its bodies in the printed order.

    ``printed`` are the names as the notice prints them, ``names`` as a form shows them.
    """

    name: str
    count: int
    rubric: str
    printed: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class BodyList:
    """The list of assessed bodies (考核对象) of a notice, with the printed count."""

    annex: str
    count: int
    groups: tuple[BodyGroup, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Scheme:
    """The provisions of a notice besides its table.

    Attributes:
        id: ``gaoping-2020``.
        title, year, version, notice: as in ``Rubric``.
        method: 考核方法, in the words of the notice.
        grades: the bands of 考核等次, in 1/10,000 分, best first.
        grades_from, grades_reason: the notice of the bands, and why they apply if it is another one.
        bonus_limit: the limit of bonuses as a share of the subdimension's points, if there is one.
        procedure, use_of_results: 考核程序 and 结果运用, provision by provision.
        evidence: the list of evidence (印证材料), if the notice has one.
        errata: mistakes in the notice.
        bodies: the assessed bodies (考核对象), if the notice lists them.
        sources: the bytes of its files.
        tables: the tables (分表) that make up one score, and how; None: each body has one table.
        appeals: within how many days of the announcement a body may appeal (申诉); None: the notice says nothing.
        ranks: how bodies are ranked (名次); None: the notice says nothing.
        quotas: the most bodies that may have a grade (等次名额).
        repeated: grades in several years in a row (连续等次) that are noted.
        rectification: who must rectify (整改); None: the notice says nothing.
        due: the day by which self-assessments are to be returned (报送时限), as ``2026-12-10``; '' for none.
    """

    id: str
    title: str
    year: int
    version: str
    notice: Notice
    method: tuple[str, ...]
    grades: tuple[Grade, ...]
    grades_from: Notice
    grades_reason: str
    bonus_limit: BonusLimit | None
    procedure: tuple[Provision, ...]
    use_of_results: tuple[Provision, ...]
    evidence: EvidenceList | None
    errata: tuple[Erratum, ...]
    bodies: BodyList | None = None
    sources: tuple[bytes, ...] = ()
    tables: "PartsRule | None" = None
    appeals: "AppealsRule | None" = None
    due: str = ""
    ranks: "RankRule | None" = None
    quotas: "tuple[Quota, ...]" = ()
    repeated: "tuple[RepeatedGrade, ...]" = ()
    rectification: "RectificationRule | None" = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its sources, in hex; see ``Rubric.digest``."""
        return digest_of(self.sources)


@dataclass(frozen=True, eq=False, repr=False)
class Indicator:
    """An indicator of the lowest level (三级指标) with its row of the table.

    ``may_exceed`` says whether its deductions together may exceed its points (可突破, else 扣完为止); None, where the
    rubric says nothing, counts as yes, but as no for an indicator with awards. ``counts_highest_bonus`` and
    ``counts_highest_award`` say that of its bonuses, or awards, only the highest counts. ``missing`` says what becomes
    of its points if it is not applicable; None: as its dimension or the rubric says. ``worth`` is what all its points
    count in its dimension (权重, 折算为), in 1/10,000 分; None: as many as they are.
    """

    id: str
    name: str
    points: int
    deductions: tuple[Clause, ...]
    bonuses: tuple[Clause, ...]
    deduction_cap: int | None
    bonus_cap: int | None
    method: str
    contents: str
    responsible: str
    remark: str
    may_be_not_applicable: bool
    may_exceed: bool | None = None
    counts_highest_bonus: bool = False
    awards: tuple[Clause, ...] = ()
    counts_highest_award: bool = False
    missing: Missing | None = None
    worth: int | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses: awards, deductions, bonuses, as inputs are ordered."""
        return self.awards + self.deductions + self.bonuses


def counted_points(part: "Indicator | Dimension") -> int:
    """Return what all points of an indicator count in its dimension, or of a dimension in the total."""
    return part.points if part.worth is None else part.worth


@dataclass(frozen=True, eq=False, repr=False)
class Subdimension:
    """A level-2 indicator (二级指标)."""

    name: str
    indicators: tuple[Indicator, ...]

    @property
    def points(self) -> int:
        """The sum of what its indicators' points count."""
        return sum(counted_points(indicator) for indicator in self.indicators)


@dataclass(frozen=True, eq=False, repr=False)
class Dimension:
    """A level-1 indicator (一级指标); its points are the cap of all deductions below it.

    ``points_printed`` is false if the table prints no points; they are then the sum of its indicators' points.
    ``missing`` says what becomes of indicators that are not applicable; None: as the rubric says. ``worth`` is what
    all its points count in the total; None: as many as they are. ``levels`` are those of the table here: 3 with
    subdimensions, 2 without, 1 where the table is a plain list and this is one of its entries.
    """

    number: int
    name: str
    points: int
    points_printed: bool
    subdimensions: tuple[Subdimension, ...]
    missing: Missing | None = None
    worth: int | None = None
    levels: int = 3

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Its indicators, in the order of the notice."""
        return tuple(indicator for part in self.subdimensions for indicator in part.indicators)


@dataclass(frozen=True, eq=False, repr=False)
class Item:
    """One item of 综合加分项 or 重大扣分项.

    Of the items with the same ``group`` only the highest counts (同一项按最高计); '' if it counts by itself.
    """

    id: str
    numeral: str
    clauses: tuple[Clause, ...]
    group: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class BelowTable:
    """综合加分项 or 重大扣分项: items below the table; ``cap`` limits them together, in 1/10,000 分 (or None)."""

    lead: str
    method: str
    items: tuple[Item, ...]
    cap: int | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of its items, in order."""
        return tuple(clause for item in self.items for clause in item.clauses)


@dataclass(frozen=True, eq=False, repr=False)
class Rubric:
    """One scoring table of one notice.

    Attributes:
        id: ``gaoping-2022-a``.
        title: the table's heading.
        year: the assessed year.
        version: the author's name for this version (1 unless the file has another).
        notice: its notice.
        scheme: method, grades and procedure.
        dimensions: the three levels.
        general_bonus: 综合加分项.
        major_deduction: 重大扣分项.
        footnotes: notes printed below the table.
        group_names: names under 责任组 that mean another group (政务中心 for 政务服务中心).
        errata: mistakes and unreadable places in the notice.
        sources: the bytes of the rubric's file and of its schemes' files.
        full_marks: the total that the notice prints (满分), in 1/10,000 分; None if the file does not say it.
        published_places: the decimal places to which the total is rounded for publishing and for the grade.
        missing: what becomes of the points of indicators that are not applicable (缺项).
        worth: what the score without bonuses counts, if the notice scales it (1,000 分折算为 100 分), in 1/10,000 分.
        groups: what counts together (组).
        rules: what follows when (条件).
        headings: columns of the table that the notice calls otherwise: 考核方式, and its own word.
        raters_rule: how the figures of several assessors are joined (考核人合成); None: their entries are merged.
        periods: the periods (分期) in which the table is filled in, and how they are joined; None for once.
    """

    id: str
    title: str
    year: int
    version: str
    notice: Notice
    scheme: Scheme
    dimensions: tuple[Dimension, ...]
    general_bonus: BelowTable
    major_deduction: BelowTable
    footnotes: tuple[str, ...]
    group_names: tuple[tuple[str, str], ...]
    errata: tuple[Erratum, ...]
    sources: tuple[bytes, ...]
    full_marks: int | None = None
    published_places: int = PUBLISHED_PLACES
    missing: Missing = Missing.NOTHING_LOST
    worth: int | None = None
    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    raters_rule: "RatersRule | None" = None
    periods: "PartsRule | None" = None

    def __repr__(self) -> str:
        """Show the id."""
        return f"Rubric({self.id!r})"

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in the order of the notice."""
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in the order of inputs: indicators, general bonuses, major deductions."""
        return tuple(self._clauses())

    @cached_property
    def base(self) -> int:
        """The sum of what the dimensions' points count (rule 5 of ``docs/scoring.md``)."""
        return sum(counted_points(dimension) for dimension in self.dimensions)

    @cached_property
    def levels(self) -> int:
        """How many levels the table has: 3, or fewer where no dimension has as many."""
        return max((dimension.levels for dimension in self.dimensions), default=3)

    def missing_of(self, dimension: Dimension, indicator: Indicator) -> Missing:
        """Return what becomes of an indicator's points if it is not applicable: the nearest word holds."""
        return indicator.missing or dimension.missing or self.missing

    @cached_property
    def averaged(self) -> tuple[Indicator, ...]:
        """The indicators that have the mean of the other bodies' scores where they do not apply (缺项: 平均分)."""
        return tuple(
            indicator
            for dimension in self.dimensions
            for indicator in dimension.indicators
            if indicator.may_be_not_applicable
            and (indicator.awards or indicator.deductions)
            and self.missing_of(dimension, indicator) is Missing.MEAN
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the sources, in hex; it changes with every change of the rubric or its schemes."""
        return digest_of(self.sources)

    def _clauses(self) -> Iterator[Clause]:
        for indicator in self.indicators:
            yield from indicator.clauses
        yield from self.general_bonus.clauses
        yield from self.major_deduction.clauses


def digest_of(sources: tuple[bytes, ...]) -> str:
    """Return the digest of a rubric's or scheme's files (see ``Rubric.digest``)."""
    from hashlib import sha256

    return sha256(b"\0".join(sources)).hexdigest()
