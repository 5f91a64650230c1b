"""How a kind of clause is declared: its fields in a file, its entry, its example; and which numbers a notice prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from xlplugin.rubric.file_fields import FileField

FieldValues: TypeAlias = Mapping[str, Any]
"""What a reader took from the fields of a clause, by field name; the type of each value follows from its form:
int for AMOUNT, POINTS, FACTOR, BOUND, COUNT (None where an optional one is absent), ``int | None`` for LIMIT, ``bool``
for YES_NO, str for LABEL, ``RateFormula`` for FORMULA, tuples of ``Tier`` and ``Band`` for 选项 and 分段. What is
measured is under ``MEASURED``."""

MEASURED = "measure"
"""The key of ``FieldValues`` with what is measured, which several fields describe."""


class Standard(Enum):
    """The cell of the notice's table that a clause stands in: what it does with points."""

    AWARD = "得分标准"
    """Earns points, from zero up to the indicator's points."""
    DEDUCTION = "扣分标准"
    """Takes points."""
    BONUS = "加分标准"
    """Gives points beyond the indicator's own."""

    @property
    def letter(self) -> str:
        """The letter in the keys of its clauses: ``2.1.1.d1``."""
        return {"得": "a", "扣": "d", "加": "b"}[self.verb]

    @property
    def verb(self) -> str:
        """得, 扣 or 加."""
        return self.value[0]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a clause stands: its cell, and its indicator's points (0 below the table), in 1/10,000 分."""

    standard: Standard
    points: int


class Printed(Enum):
    """How a notice prints a number: ``check`` looks for it in the clause's sentence in this way."""

    POINTS = "扣 2.5 分"
    CAP = "上限为 5 分"
    PERCENT = "30%"
    STEP = "每降低两个百分点"
    VALUE = "不低于 8.5 天"
    FACTOR = "双倍"
    LIMIT = "at most so many points at discretion; the sentence need not print it"


@dataclass(frozen=True, eq=False, repr=False)
class QuotedNumber:
    """A number of a clause (in ten-thousandths; None where it has none), and how its sentence prints it."""

    number: int | None
    printed: Printed


@dataclass(frozen=True, eq=False, repr=False)
class RateFormula:
    """得分 = full × rate, or full × (1 − rate) if ``of_rest``, as written in a rubric file; ``full`` in 1/10,000 分."""

    rate: str
    of_rest: bool
    full: int


@dataclass(frozen=True, slots=True)
class EntryExample:
    """How a scoresheet writes an entry, with what the guides say about it in English and in Chinese."""

    text: str
    note: str
    note_zh: str


@dataclass(frozen=True, eq=False, repr=False)
class KindDeclaration:
    """Everything about a kind of clause that texts, readers and schemas need.

    Attributes:
        name: its English name, in ``xlplugin inputs`` and the guide.
        chinese: its Chinese name.
        mark: the field that identifies the kind; 扣分 (得分, 加分) for all or nothing.
        fields: its fields in a rubric file, besides those that every clause has.
        entry: how a scoresheet writes an entry.
        lead, lead_zh: the guides' text above the example; ``note``, ``note_zh`` the text below.
        example: the guides' example: the clause in a rubric file, with its sentence.
        measures: whether it measures something: the fields of ``MEASURE_FIELDS`` say what.
    """

    name: str
    chinese: str
    mark: str
    fields: tuple[FileField, ...]
    entry: EntryExample
    lead: str
    lead_zh: str
    example: str
    note: str = ""
    note_zh: str = ""
    measures: bool = False
