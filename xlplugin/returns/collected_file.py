"""A collected file, with everything that a person has to look at."""

from dataclasses import dataclass

from xlplugin.errors import Problem
from xlplugin.returns.find.found_files import FoundFile
from xlplugin.store.submission import Submission


@dataclass(frozen=True, slots=True)
class Collected:
    """A file that was collected.

    Attributes:
        found: where it is.
        submission: its verdict; None if it could not be read from the disk.
        reasons: why it could not be read; that its workbook was issued again; or that the file was rejected.
        same_as: the path where the same bytes came first; '' for none.
    """

    found: FoundFile
    submission: Submission | None
    reasons: tuple[Problem, ...] = ()
    same_as: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems that a person has to look at."""
        return (*self.reasons, *(self.submission.problems if self.submission else ()))

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to look at this file."""
        return not self.problems
