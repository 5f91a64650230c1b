"""The fields of a rubric's file, as data: the form of each value, and the help that an editor shows."""

from dataclasses import dataclass
from enum import Enum, auto


class FieldForm(Enum):
    """The form of a field's value. ``rubric_files`` knows how to read each form, and its JSON Schema."""

    AMOUNT = auto()
    """Points, in the field 扣分 of a deduction and 加分 of a bonus."""
    POINTS = auto()
    """Points such as ``2.5``: at most four decimal places."""
    LIMIT = auto()
    """Points, or 不限."""
    FACTOR = auto()
    """A factor such as ``2``."""
    PERCENT = auto()
    """A percentage such as ``20%``, above 0 and at most 100."""
    BOUND = auto()
    """An edge, target or step: a percentage of a rate, a number of a value."""
    YES_NO = auto()
    """是 or 否; absent is 否."""
    COUNT = auto()
    """A whole number from 1."""
    PRINTED_COUNT = auto()
    """A whole number that the notice prints."""
    LABEL = auto()
    """Words of at most 60 characters, because formulas contain them."""
    FORMULA = auto()
    """``合规率×2`` or ``(1-迟报率)×3``."""
    TEXT = auto()
    """Words of any length."""
    WORDS_OR_NUMBER = auto()
    """Words; an editor must not complain about a number."""
    WORDS_OR_NOTHING = auto()
    """The same, or null."""
    QUOTE = auto()
    """A sentence of the notice."""
    QUOTES = auto()
    """A list of sentences of the notice."""
    NAMES = auto()
    """A list of names."""
    ID = auto()
    """The id of a rubric or scheme: ``gaoping-2022-a``."""
    NUMBER = auto()
    """The number of an indicator: ``2.1.1``."""
    YEAR = auto()
    FORMAT = auto()
    """The number of the file format: 1."""
    CHOICE = auto()
    """One of some words."""
    GROUP = auto()
    """A mapping with fields of its own."""
    LIST = auto()
    """A list of mappings."""


@dataclass(frozen=True, slots=True)
class FileField:
    """A field of a mapping in a rubric's file.

    Attributes:
        name: the key in the file (每).
        form: the form of its value.
        description: what an editor shows about it, in Chinese.
        required: whether the mapping must have it.
        choices: the words of a CHOICE.
        fields: the fields of a GROUP, or of each item of a LIST.
        definition: a name, instead of ``fields``, for a mapping that several places share.
        at_least, at_most: bounds of the number of items of a LIST; None for none.
    """

    name: str
    form: FieldForm
    description: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()
    fields: tuple["FileField", ...] = ()
    definition: str = ""
    at_least: int | None = None
    at_most: int | None = None
