"""Tables for the terminal, in which a Chinese character is two columns wide."""

from collections.abc import Sequence

from xlplugin.notation.text_width import text_width

_NARROW = "“”—×÷−"
"""Characters that terminals print half as wide as Chinese fonts do."""


def printable(text: str) -> str:
    """Replace line breaks and control characters by �, because a text could forge or colour lines with them."""
    return "".join(character if character.isprintable() or character == "\u3000" else "�" for character in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Format rows below a heading, one line each; the columns in ``right`` (from 0) are aligned right."""
    widths = [max(text_width(row[at], _NARROW) for row in (head, *rows)) for at in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = []
        for at, text in enumerate(row):
            space = " " * (widths[at] - text_width(text, _NARROW))
            cells.append(space + text if at in right else text + space)
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)
