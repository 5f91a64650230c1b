"""Parses formulas: the same formula gives the same canonical text, however a program writes it.

Operators and their precedence are those of ECMA-376-1, 18.17.2. A formula that is not understood stays as it is.

>>> canonical("IF((1)+2.50=0.200000000000000003,评分表!L43:L43,(a&(b&c)))")
'IF(((1+2.5)=0.2),评分表!L43,(A&B&C))'
"""

import re
from decimal import Decimal
from functools import lru_cache

_PREFIXES = ("_XLFN.", "_XLWS.", "ORG.GNUMERIC.")
"""Prefixes before function names: Excel's for later functions, Gnumeric's in .ods."""

MOST_DEEP = 120
"""Depth of brackets; Excel allows 64 nested functions."""

_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<sheet>'(?:[^']|'')+'!|[^\s\"'()+\-*/^&=<>,;:{}!%#]+!)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_.$!]))"
    r"|(?P<error>#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))"
    r"|(?P<name>[^\s\"'()+\-*/^&=<>,;:{}!%#]+)"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>,:(){}%;])"
    r"|(?P<blank>\s+)",
)
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
"""Binary operators, from the loosest binding to the tightest."""

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}")


class _NotUnderstood(Exception):
    pass


@lru_cache(maxsize=4096)
def canonical(formula: str) -> str | None:
    """Write a formula with all necessary brackets and no others, shortest numbers, and names in capitals.

    Returns:
        None if the formula is not understood.
    """
    try:
        return _Parser(formula).whole()
    except (_NotUnderstood, RecursionError):
        return None


class _Parser:
    def __init__(self, formula: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(formula):
            match = _TOKEN.match(formula, at)
            if match is None:
                raise _NotUnderstood
            self._tokens.append((str(match.lastgroup), match.group()))
            at = match.end()
        self._at = self._deep = 0

    def whole(self) -> str:
        printed = self._operation(0)
        self._skip()
        if self._at < len(self._tokens):
            raise _NotUnderstood
        return printed

    def _skip(self) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at][0] == "blank":
            self._at += 1

    def _next(self) -> tuple[str, str]:
        self._skip()
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, *signs: str) -> str:
        before = self._at
        kind, text = self._next()
        if kind == "sign" and text in signs:
            self._at += 1
            return text
        self._at = before  # a blank may be the intersection operator
        return ""

    def _operation(self, level: int) -> str:
        if level == len(_LEVELS):
            return self._signed()
        terms = [self._operation(level + 1)]
        while sign := self._take(*_LEVELS[level]):
            right = self._operation(level + 1)
            # Joining texts gives the same in any order; adding binary numbers does not.
            if sign == "&":
                terms.append(right)
            else:
                terms = [f"({terms[0]}{sign}{right})"]
        return terms[0] if len(terms) == 1 else f"({'&'.join(map(_joined, terms))})"

    def _signed(self) -> str:
        """Read the operand after a sign; a sign binds tighter than any binary operator."""
        if self._take("+"):
            return self._signed()
        if self._take("-"):
            return f"(-{self._signed()})"
        printed = self._intersection()
        while self._take("%"):
            printed = f"({printed}%)"
        return printed

    def _intersection(self) -> str:
        """Read references separated by blanks: the cells that they have in common."""
        printed = self._range()
        while self._tokens[self._at : self._at + 1] and self._tokens[self._at][0] == "blank":
            if self._next()[0] not in ("name", "sheet"):
                break
            printed = f"({printed} {self._range()})"
        return printed

    def _range(self) -> str:
        first = self._one()
        while self._take(":"):
            last = self._one()
            plain = first.rpartition("!")[2]
            first = first if last in (plain, first) and _CELL.fullmatch(plain) else f"{first}:{last}"
        return first

    def _one(self) -> str:
        kind, text = self._next()
        self._at += 1
        match kind:
            case "text":
                return text
            case "number":
                return f"{Decimal(repr(float(text))).normalize():f}"
            case "error":
                return text
            case "sheet":
                name = text[1:-2].replace("''", "'") if text.startswith("'") else text[:-1]
                return f"{name.upper()}!{self._one()}"
            case "name":
                name = text.upper()
                for prefix in _PREFIXES:
                    name = name.removeprefix(prefix)
                if self._tokens[self._at : self._at + 1] == [("sign", "(")]:
                    return self._call(name)
                return name
            case "sign" if text == "(":
                return self._in_brackets()
            case "sign" if text == "{":
                return self._array()
            case _:
                raise _NotUnderstood

    def _inside(self) -> None:
        self._deep += 1
        if self._deep > MOST_DEEP:
            raise _NotUnderstood

    def _call(self, name: str) -> str:
        self._inside()
        self._at += 1
        arguments: list[str] = []
        if not self._take(")"):
            while True:
                arguments.append("" if self._next() in (("sign", ","), ("sign", ")")) else self._operation(0))
                if self._take(")"):
                    break
                if not self._take(","):
                    raise _NotUnderstood
        self._deep -= 1
        if name in ("TRUE", "FALSE") and not arguments:
            return name
        return f"{name}({','.join(arguments)})"

    def _in_brackets(self) -> str:
        """Read the content of brackets: an operation, or a union of references, which keeps its brackets."""
        self._inside()
        parts = [self._operation(0)]
        while self._take(","):
            parts.append(self._operation(0))
        if not self._take(")"):
            raise _NotUnderstood
        self._deep -= 1
        return parts[0] if len(parts) == 1 else f"({','.join(parts)})"

    def _array(self) -> str:
        pieces = []
        while not self._take("}"):
            pieces.append(self._take(",", ";", "-") or self._one())
        return "{" + "".join(pieces) + "}"


def _joined(term: str) -> str:
    """Remove the brackets of a term that joins texts: a&(b&c) is a&b&c."""
    if term.startswith("(") and term.endswith(")") and _is_joined(term):
        return term[1:-1]
    return term


def _is_joined(term: str) -> bool:
    """Whether a bracketed term only joins texts, and its brackets are one pair."""
    deep, is_text, joins = 0, False, False
    for at, character in enumerate(term):
        if character == '"':
            is_text = not is_text
        if is_text:
            continue
        deep += (character == "(") - (character == ")")
        if deep == 0 and at < len(term) - 1:
            return False
        if deep == 1 and character in "=<>+-*/^%,: " and at:
            return False
        joins = joins or (deep == 1 and character == "&")
    return joins
