"""Tables for a terminal; a Chinese character is as wide as two others."""

from collections.abc import Sequence

from xlplugin.notation.text_width import text_width

_NARROW = "“”—×÷−"
"""Characters that terminals print half as wide as Chinese fonts do."""


def printable(text: str) -> str:
    """Put � for line breaks and control characters, with which a text could forge or colour lines."""
    return "".join(character if character.isprintable() or character == "\u3000" else "�" for character in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lay out rows below a head, a line each; the columns in ``right`` (from 0) are flush right."""
    widths = [max(text_width(row[at], _NARROW) for row in (head, *rows)) for at in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = []
        for at, text in enumerate(row):
            space = " " * (widths[at] - text_width(text, _NARROW))
            cells.append(space + text if at in right else text + space)
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)
