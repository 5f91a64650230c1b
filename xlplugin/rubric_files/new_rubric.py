"""The text of a new rubric, to be filled in."""

from xlplugin.errors import UsageError, new_problem
from xlplugin.files.resources import templates_folder
from xlplugin.rubric_files.library import shipped_as
from xlplugin.rubric_files.scheme_file import is_id

PLACEHOLDER = "xinbiao-2026-a"
"""The id in the template, which is a valid rubric as it is."""


def new_rubric_text(id: str) -> str:
    """Return the text of a new rubric: one indicator, with every field explained.

    Raises:
        UsageError: the id is invalid, or a built-in rubric has it.
    """
    if not is_id(id):
        raise UsageError([new_problem("", "bad-id", value=id)])
    if shipped_as(id):
        raise UsageError([new_problem("", "id-taken", value=id)])
    text = (templates_folder() / "rubric.yaml").read_text(encoding="utf-8")
    return text.replace(PLACEHOLDER, id)
