"""What a template of a Word document may name: the fields, declared as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Value = str | bool | Mapping[str, "Value"] | Sequence[Mapping[str, "Value"]]
"""A text, a yes or no, a record, or a list of records."""


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A field.

    Attributes:
        name: as templates write it: 单位.
        description: what it holds, in Chinese.
        fields: of a record, or of each record of a list.
        is_list: whether it is a list of records.
        is_condition: whether it is a yes or no, for ``if`` only.
    """

    name: str
    description: str
    fields: "tuple[TemplateField, ...]" = ()
    is_list: bool = False
    is_condition: bool = False


MOST_NAMES = 40
"""Names that a sentence can list; of more of them a template names the annex."""


def text(name: str, description: str) -> TemplateField:
    """Declare a text."""
    return TemplateField(name, description)


def condition(name: str, description: str) -> TemplateField:
    """Declare a yes or no."""
    return TemplateField(name, description, is_condition=True)


def record(name: str, description: str, *fields: TemplateField) -> TemplateField:
    """Declare a record."""
    return TemplateField(name, description, fields)


def listed(name: str, description: str, *fields: TemplateField) -> TemplateField:
    """Declare a list of records."""
    return TemplateField(name, description, fields, is_list=True)


def names(name: str, description: str) -> TemplateField:
    """Declare a list of names with its count: 单位.个数 and 单位.名单 are always of the same list."""
    return record(
        name,
        description,
        text("个数", "几个"),
        text("名单", "名称，用顿号隔开；没有的是空的"),
        condition("很多", f"超过 {MOST_NAMES} 个，一句话列不下"),
    )


def of_names(found: Sequence[str]) -> dict[str, Value]:
    """Make the value of ``names``: the count is that of the list."""
    # A name that has 、 in itself would seem to be two.
    between = "；" if any("、" in name for name in found) else "、"
    return {"个数": str(len(found)), "名单": between.join(found), "很多": len(found) > MOST_NAMES}


def mismatches(values: Mapping[str, Value], fields: Sequence[TemplateField], place: str = "") -> Iterator[str]:
    """List how some values differ from what is declared; a test holds each document to nothing."""
    declared = {field.name: field for field in fields}
    for name in sorted(values.keys() ^ declared.keys()):
        yield f"{place}{name}"
    for name in values.keys() & declared.keys():
        field, value = declared[name], values[name]
        if field.is_list:
            if not isinstance(value, list):
                yield f"{place}{name} is no list"
                continue
            for one in value:
                yield from mismatches(one, field.fields, f"{place}{name}.")
        elif field.fields:
            yield from mismatches(value, field.fields, f"{place}{name}.") if isinstance(value, dict) else [name]
        elif not isinstance(value, bool if field.is_condition else str):
            yield f"{place}{name} is {type(value).__name__}"
