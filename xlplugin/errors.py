"""The exceptions, and the problems they carry.

::

    XlpluginError
    ├── UsageError        a command or call is wrong: no such rubric, no such file
    └── FileError         a file that was read has problems
        ├── RubricError   … a rubric or scheme
        └── LookError     … settings of the workbook's look

Every exception lists all problems in ``problems``. Problems in a scoresheet raise nothing: they are in its scorecard,
so that others are scored. A :class:`Problem` says where, what is wrong and what to do, in Chinese or English.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from xlplugin.notation.excel_text import replace_unseen

MOST_LISTED = 6
"""Names that a hint lists if none is similar."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in what was read.

    Attributes:
        where: the place: ``rubrics/a.yaml:12``, ``2.1.1.d1``, ``评分表!H12``.
        code: which message (a key of ``messages.MESSAGES``).
        facts: the values that the message mentions.
    """

    where: str
    code: str
    facts: tuple[tuple[str, object], ...] = ()

    def text(self, language: str = "zh") -> str:
        """Return the message in ``zh`` or ``en``: where, what is wrong, what to do."""
        from xlplugin.messages import MESSAGES  # only where something is wrong

        chinese, english = MESSAGES[self.code]
        message = (english if language == "en" else chinese).format(**dict(self.facts))
        colon = ": " if language == "en" else "："
        return replace_unseen(f"{self.where}{colon}{message}" if self.where else message)

    def at(self, where: str) -> "Problem":
        """Return the same problem with another place."""
        return Problem(where, self.code, self.facts)


def new_problem(where: str, code: str, **facts: object) -> Problem:
    """Make a problem."""
    return Problem(where, code, tuple(facts.items()))


def nearest(name: object, known: tuple[str, ...]) -> dict[str, str]:
    """Suggest, in both languages, the known name that is most similar to an unknown one."""
    from difflib import get_close_matches  # only where something is wrong

    close = get_close_matches(str(name), known, n=1, cutoff=0.5)
    if close:
        return {"hint": f"是不是“{close[0]}”？", "hint_en": f"did you mean {close[0]!r}?"}
    if 0 < len(known) <= MOST_LISTED:
        return {"hint": f"可用的有：{'、'.join(known)}", "hint_en": f"there are: {', '.join(known)}"}
    return {"hint": "请核对名称", "hint_en": "check the name"}


class XlpluginError(Exception):
    """The base of all errors of this package; ``problems`` lists what is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order in which they were found."""
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text("en") for problem in self.problems))


class UsageError(XlpluginError):
    """A command or call is wrong: no such rubric, no such file."""


class FileError(XlpluginError):
    """A file that was read has problems."""


class RubricError(FileError):
    """A rubric or scheme has problems, so nothing can be scored or built with it."""


class LookError(FileError):
    """A file of settings for the workbook's look has problems, so nothing can be built with it."""
