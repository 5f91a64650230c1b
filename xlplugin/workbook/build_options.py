"""What an office chooses when a workbook is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlplugin.scoring.scoresheet import Scoresheet
from xlplugin.workbook.look import Look


@dataclass(frozen=True)
class BuildOptions:
    """The choices for a workbook, each with a default.

    Attributes:
        body: the assessed body's name, put at the top; at most 100 characters.
        edition: ``plain`` (one column), ``self`` (the body assesses itself) or ``assess`` (the assessors' column,
            beside the body's own, which is locked).
        look: fonts, widths and texts; None for ``templates/look.yaml``.
        password: the password of the sheet protection; without it, the protection asks for none.
        own: the body's own scoresheet, for the locked column of the edition ``assess``.
        own_fields: what the body filled in beside its entries, by defined name (``evidence_2.1.1_file``).
        macros: whether the workbook has the button 重新计算, a ribbon and worksheet functions (an .xlsm).
        issue: the number and the seal of a workbook that goes out to a body.
        open: the indicators and items (``2.1.1``, ``bonus.2``) that an assessor is responsible for: only their rows can
            be filled in; None for all. Only the edition ``assess`` has such workbooks.
        assessor: the name of that assessor, put on the first sheet.
        entries: what the input cells start with; None for blank ones.
        entry_fields: other fields that are filled in at the start, by defined name; not with ``own``.
    """

    body: str = ""
    edition: str = "plain"
    look: Look | None = None
    password: str = field(default="", repr=False)
    own: Scoresheet | None = None
    own_fields: Mapping[str, str | float] = field(default_factory=dict)
    macros: bool = False
    issue: tuple[str, str] = ("", "")
    open: frozenset[str] | None = None
    assessor: str = ""
    entries: Scoresheet | None = None
    entry_fields: Mapping[str, str | float] = field(default_factory=dict)
