"""What a clause measures: a rate of two numbers, a rate that is typed in, or a value with a unit."""

from dataclasses import dataclass
from typing import TypeAlias

from xlplugin.notation.decimals import PLACES, SCALE, format_decimal
from xlplugin.rubric.slots import MOST_DECIMAL, MOST_MEASURED, Slot, Takes

HUNDRED = 100
"""A typed rate is entered in %."""


@dataclass(frozen=True, eq=False, repr=False)
class Rate:
    """A rate as the notice names it: 合规率 = 合规数据量 / 报送数据总量; or its whole is a fixed number.

    ``most`` is the highest rate, in ten-thousandths of 1 (105/100 needs more than 100 %); ``places`` are the decimal
    places of part and whole.
    """

    name: str
    part: str
    whole: str | int
    most: int = SCALE
    places: int = 0

    def slots(self, key: str, _label: str) -> tuple[Slot, ...]:
        """List the input cells: part and whole, or the part alone where the whole is a number."""
        takes, bound = (Takes.MEASURE, MOST_DECIMAL) if self.places else (Takes.WHOLE, MOST_MEASURED)
        most = bound * SCALE if isinstance(self.whole, str) else self.whole * self.most
        part = Slot("part", f"{key}_part", takes, self.part, most=most, places=self.places)
        if not isinstance(self.whole, str):
            return (part,)
        return (part, Slot("whole", f"{key}_whole", takes, self.whole, most=bound * SCALE, places=self.places))


@dataclass(frozen=True, eq=False, repr=False)
class TypedRate:
    """A rate that is entered as such, in %: 满意率 89.5 %; ``most`` in ten-thousandths of 1."""

    name: str
    most: int = SCALE
    least: int = 0
    places: int = PLACES

    def slots(self, key: str, _label: str) -> tuple[Slot, ...]:
        """List the input cell."""
        most, least = self.most * HUNDRED, self.least * HUNDRED
        return (Slot("rate", f"{key}_rate", Takes.MEASURE, self.name, "%", most, least=least, places=self.places),)


@dataclass(frozen=True, eq=False, repr=False)
class Value:
    """A measured value or a rank, with its unit (平均住院日，天); ``least`` and ``most`` in ten-thousandths."""

    name: str
    unit: str
    most: int = MOST_DECIMAL * SCALE
    least: int = 0
    places: int = PLACES

    def slots(self, key: str, label: str) -> tuple[Slot, ...]:
        """List the input cell."""
        takes = Takes.MEASURE if self.places else Takes.WHOLE
        return (Slot("value", key, takes, label, self.unit, self.most, least=self.least, places=self.places),)


RANKS = ("名", "位")
"""Units of ranks: the higher the number, the further behind."""

Measure: TypeAlias = Rate | TypedRate | Value


def is_rate(measure: Measure) -> bool:
    """Whether its edges, targets and steps are percentages."""
    return not isinstance(measure, Value)


def bound_text(measure: Measure, bound: int) -> str:
    """Write an edge or target as notices do: 90%, 8.5 天."""
    if is_rate(measure):
        return f"{format_decimal(bound * HUNDRED)}%"
    unit = f" {measure.unit}" if isinstance(measure, Value) and measure.unit else ""
    return f"{format_decimal(bound)}{unit}"


def step_text(measure: Measure, step: int) -> str:
    """Write a step as notices do: 2 个百分点, 0.5 天."""
    return f"{format_decimal(step * HUNDRED)} 个百分点" if is_rate(measure) else bound_text(measure, step)
