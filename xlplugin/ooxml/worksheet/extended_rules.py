"""Conditional formats and validations as Excel 2010 and ONLYOFFICE write them, in an extension (MS-XLSX, 2.6.4).

What there is of a conditional format: whether it shows an entry as another, strikes it out or hides it. Its format
stands in the rule itself; its ranges come last.
"""

from collections.abc import Mapping

from xlplugin.ooxml.shared_strings import LEAST_SIZE, is_dark, is_white
from xlplugin.ooxml.worksheet.worksheet_elements import HIDES, Message
from xlplugin.ooxml.xml_numbers import decimal, is_true

EXTENDED = frozenset(("conditionalFormatting", "dataValidation"))
"""The elements that are read."""

_MESSAGE = "promptTitle", "prompt", "errorTitle", "error"


def message_texts(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Give what a validation says: the titles and texts of its prompt and of its complaint."""
    return tuple(attributes.get(name, "") for name in _MESSAGE)


class ExtendedRules:
    """One of these elements, while it is being read."""

    def __init__(self, kind: str) -> None:
        """Begin."""
        self._kind = kind
        self._depth = 0
        self._hides = self._is_unseen = self._is_dark = False
        self._ranges: list[str] | None = None
        self._texts: tuple[str, ...] = ()
        self.rules: list[tuple[str, int]] = []
        self.messages: list[Message] = []

    def start(self, is_extended: bool, local: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element.

        Args:
            is_extended: whether it is one of the extension's own, not one of the standard's within.
            local: its name.
            attributes: of it.
        """
        self._depth += 1
        match local:
            case "dataValidation" if self._depth == 1:
                self._texts = message_texts(attributes)
            case "sqref" if is_extended:
                self._ranges = []
            case "cfRule":
                self._is_unseen = self._is_dark = False
            case "iconSet" | "dataBar":
                self._hides = self._hides or not is_true(attributes.get("showValue", "1"))
            case "numFmt":
                self._hides = True
            case "strike":
                self._hides = self._hides or is_true(attributes.get("val", "1"))
            case "color":
                self._is_unseen = self._is_unseen or is_white(attributes)
            case "sz":
                self._is_unseen = self._is_unseen or decimal(attributes.get("val", "11")) < LEAST_SIZE
            case "bgColor" | "fgColor":
                self._is_dark = self._is_dark or is_dark(attributes.get("rgb", "")[-6:])

    def data(self, text: str) -> None:
        """Take letters."""
        if self._ranges is not None:
            self._ranges.append(text)

    def ends_with(self, local: str) -> bool:
        """Take the end of an element; gives whether all has been read."""
        self._depth -= 1
        if local == "cfRule":
            self._hides = self._hides or (self._is_unseen and not self._is_dark)
        elif local == "sqref" and self._ranges is not None:
            ranges, self._ranges = "".join(self._ranges).strip(), None
            if self._kind == "dataValidation":
                self.messages.append(Message(ranges, self._texts))
            elif self._hides:
                self.rules.append((ranges, HIDES))
        return self._depth == 0
