"""Conditional formats and validations in extensions, as Excel 2010 and ONLYOFFICE write them (MS-XLSX, 2.6.4).

Of a conditional format it matters whether it changes, strikes out or hides an entry. Its format is inside the rule; its
ranges come last.
"""

from collections.abc import Mapping

from xlplugin.ooxml.shared_strings import LEAST_SIZE, is_dark, is_white
from xlplugin.ooxml.worksheet.worksheet_elements import HIDES, Message
from xlplugin.ooxml.xml_numbers import decimal, is_true

EXTENDED = frozenset(("conditionalFormatting", "dataValidation"))
"""The elements that are read."""

_MESSAGE = "promptTitle", "prompt", "errorTitle", "error"


def message_texts(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the texts of a validation: titles and texts of its prompt and of its error message."""
    return tuple(attributes.get(name, "") for name in _MESSAGE)


class ExtendedRules:
    """One such element while it is read."""

    def __init__(self, kind: str) -> None:
        """Start with nothing read."""
        self._kind = kind
        self._depth = 0
        self._hides = self._is_unseen = self._is_dark = False
        self._ranges: list[str] | None = None
        self._texts: tuple[str, ...] = ()
        self.rules: list[tuple[str, int]] = []
        self.messages: list[Message] = []

    def start(self, is_extended: bool, local: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element.

        Args:
            is_extended: whether it belongs to the extension's namespace.
            local: its name.
            attributes: its attributes.
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
        """Take text."""
        if self._ranges is not None:
            self._ranges.append(text)

    def ends_with(self, local: str) -> bool:
        """Take the end of an element; gives whether the rule is complete."""
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
