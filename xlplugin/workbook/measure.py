"""How much room text takes: CJK characters are as wide as two digits."""

from unicodedata import east_asian_width

SLACK = 1.15
"""Programs differ in their fonts; a row is this much higher than computed."""

LINE = 1.3
"""Height of a line in font sizes."""


def width(text: str) -> int:
    """Give a line's width in characters of half width."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def lines(text: str, columns: float) -> int:
    """Say how many lines a text takes when it is wrapped to a width in characters of half width."""
    # One character of full width may not fit at a line's end, and cells have padding.
    usable = max(2.0, columns - 2)
    return sum(max(1, -int(-width(paragraph) // usable)) for paragraph in text.split("\n"))


def height(text: str, columns: float, size: float) -> float:
    """Give the height in points that a wrapped text needs."""
    return lines(text, columns) * size * LINE * SLACK
