"""What follows from each problem of a return, by its code, in one table.

An unlisted code has only the usual consequence: the return is not clean, and only the body, or an answer about the
cell, can change that.
"""

from dataclasses import dataclass

from xlplugin.errors import Problem


@dataclass(frozen=True, slots=True)
class ProblemPolicy:
    """What follows from a problem or remark.

    Attributes:
        acceptable: a person may accept it with a reason, and the return counts: its entries can be read and scored.
        from_entries: it follows from the entries, so it is worked out again when answers change them.
        of_the_file: a remark about the file, which stays when answers change the entries.
        changes_total: the workbook's own total may differ because of it, so both totals are shown.
        doubtful_owner: the file may belong to another body.
        read_again: the file is read again the next time, because the problem may be gone then.
    """

    acceptable: bool = False
    from_entries: bool = False
    of_the_file: bool = False
    changes_total: bool = False
    doubtful_owner: bool = False
    read_again: bool = False


_ACCEPTABLE = ProblemPolicy(acceptable=True)
_CHANGED = ProblemPolicy(acceptable=True, changes_total=True)
_SCORES = ProblemPolicy(acceptable=True, from_entries=True)
_OF_THE_FILE = ProblemPolicy(of_the_file=True)
_READ_AGAIN = ProblemPolicy(read_again=True)

POLICIES = {
    # Locked content was changed, or cells were moved.
    "locked-changed": _CHANGED,
    "formula-changed": _CHANGED,
    "formula-gone": _CHANGED,
    "cells-moved": _CHANGED,
    "rows-gone": _CHANGED,
    "more-changes": _ACCEPTABLE,
    "cells-merged": _ACCEPTABLE,
    # Something may hide or change what is displayed.
    "rows-hidden": _ACCEPTABLE,
    "columns-hidden": _ACCEPTABLE,
    "sheet-hidden": _ACCEPTABLE,
    "panes-frozen": _ACCEPTABLE,
    "locked-unseen": _ACCEPTABLE,
    "column-too-narrow": _ACCEPTABLE,
    "pictures-over": _ACCEPTABLE,
    "message-changed": _ACCEPTABLE,
    # Something was added.
    "sheet-copied": _ACCEPTABLE,
    "macros-added": _ACCEPTABLE,
    "objects-added": _ACCEPTABLE,
    "links-added": _ACCEPTABLE,
    "pivot-added": _ACCEPTABLE,
    "parts-unknown": _ACCEPTABLE,
    "unknown-markup": _ACCEPTABLE,
    # Invalid content in fields other than scores.
    "cell-picture": _ACCEPTABLE,
    "cell-formula": _ACCEPTABLE,
    "cell-error": _ACCEPTABLE,
    "cell-not-listed": _ACCEPTABLE,
    # Both totals, because locked content was changed.
    "scores-compared": _SCORES,
    "scores-same": _SCORES,
    "score-computed-only": _SCORES,
    "score-shown-only": _SCORES,
    "return-blank": ProblemPolicy(from_entries=True),
    # The file may belong to somebody else, or to nobody.
    "seal-wrong": ProblemPolicy(acceptable=True, doubtful_owner=True),
    "other-bodys-name": ProblemPolicy(acceptable=True, doubtful_owner=True, read_again=True),
    "return-csv-unverified": _ACCEPTABLE,
    "return-by-words": _ACCEPTABLE,
    "issue-unknown": _READ_AGAIN,
    "base-gone": _READ_AGAIN,
    # Something is missing now that may be there the next time.
    "rubric-not-here": _READ_AGAIN,
    "other-version": _READ_AGAIN,
    "return-failed": _READ_AGAIN,
    "row-damaged": _READ_AGAIN,
    # Remarks about the file.
    "sheet-added": _OF_THE_FILE,
    "sheet-renamed": _OF_THE_FILE,
    "rows-inserted": _OF_THE_FILE,
    "rows-reordered": _OF_THE_FILE,
    "columns-inserted": _OF_THE_FILE,
    "columns-reordered": _OF_THE_FILE,
    "converted": _OF_THE_FILE,
    "found-by-place": _OF_THE_FILE,
    "found-by-words": _OF_THE_FILE,
    "link-on-cell": _OF_THE_FILE,
    "note-on-cell": _OF_THE_FILE,
    "signed": _OF_THE_FILE,
}

_USUAL = ProblemPolicy()


def policy_of(problem: Problem) -> ProblemPolicy:
    """Return what follows from a problem."""
    return POLICIES.get(problem.code, _USUAL)
