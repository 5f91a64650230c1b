"""The class (A类, B类) of a body."""

from functools import lru_cache

from xlplugin.rubric.model import Rubric


def group_of(rubric: Rubric, body: str) -> str:
    """Return the class of a body, by the list of the scheme, else by the table; '' for none."""
    by_name, by_table = _groups(rubric)
    return by_name.get(body, by_table)


@lru_cache(maxsize=64)
def _groups(rubric: Rubric) -> tuple[dict[str, str], str]:
    """Return the classes by the names of bodies, and the only class that has the table."""
    bodies = rubric.scheme.bodies
    groups = bodies.groups if bodies else ()
    own = [group for group in groups if group.rubric in ("", rubric.id)]
    by_name = {name: group.name for group in own for names in (group.printed, group.names) for name in names}
    of_table = [group.name for group in groups if group.rubric == rubric.id]
    return by_name, of_table[0] if len(of_table) == 1 else ""
