"""Whose a file of evidence is.

A file that lies in a folder or zip of one body, which holds that body's return, is that body's. Elsewhere (in the
folder to which everybody sends) the names of folders and of the file decide, then what the bodies list in 印证材料.
Whatever remains unclear is nobody's, and a person sees it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from xlplugin.returns.find.names_in_text import NamesInText

Owner = tuple[str, str, str]
"""A round, a rubric's id, and a body's name."""


@dataclass(frozen=True)
class Owners:
    """What shows whose a file is.

    Attributes:
        roots: the collected folders, to which everybody sends.
        of_folder: whose returns each folder or zip holds, at any depth; see ``folders_of_returns``.
        names: the names of all bodies.
        by_name: each body in every round, by its name, the latest round first.
        listed: who lists a file in 印证材料, by its name as they write it.
    """

    roots: Collection[str]
    of_folder: Mapping[str, frozenset[Owner]]
    names: NamesInText
    by_name: Mapping[str, tuple[Owner, ...]]
    listed: Mapping[str, frozenset[Owner]]

    def owner(self, location: str, listed_as: Collection[str]) -> Owner | None:
        """Return whose a file is; None where that is not clear.

        Args:
            location: its place, as ``FoundFile.location``.
            listed_as: the names by which a body may list it (see ``names_to_list``).
        """
        path = PurePosixPath(location)
        folder = next((str(one) for one in path.parents if str(one) in self.of_folder or str(one) in self.roots), "")
        near = self.of_folder.get(folder, frozenset())
        below = (PurePosixPath(folder).name, *path.relative_to(folder).parts) if folder else path.parts
        is_shared = not folder or folder in self.roots or len({one[-1] for one in near}) > 1
        # In a body's own folder a file may be named after somebody else (市财政局批复.pdf), a folder hardly.
        if named := self._named(below if is_shared else below[1:-1]):
            return self._in_round([one for one in near if one[-1] == named] or self.by_name.get(named, ()), path)
        if len({one[-1] for one in near}) == 1 and not (is_shared and len(self.by_name) > 1):
            return self._in_round(near, path)
        lists = {one for name in listed_as for one in self.listed.get(name, ()) if one in near or not near}
        return self._in_round(lists, path) if len({one[-1] for one in lists}) == 1 else None

    def _in_round(self, owners: Collection[Owner], path: PurePosixPath) -> Owner | None:
        """Return the one whose round is named in the path, else the one of the latest round; None of several in one."""
        named = [one for one in owners if any(one[0] and one[0] in part for part in path.parts)] or list(owners)
        # All are of one body, whose rounds are in order.
        return min(named, key=self.by_name[named[0][-1]].index) if named else None

    def _named(self, parts: Iterable[str]) -> str:
        """Return the body that is named in folders or file names, the innermost; '' if none is, or two in one name."""
        for part in reversed(tuple(parts)):
            found = set(self.names.in_text(part))
            if found:
                return next(iter(found)) if len(found) == 1 else ""
        return ""


def folders_of_returns(returns: Iterable[tuple[str, Owner]], roots: Collection[str]) -> dict[str, frozenset[Owner]]:
    """Return whose returns each folder holds, from the folder of a return up to the collected one.

    >>> sent = [("/back/a.zip/甲.xlsx", ("2022年度", "r", "甲")), ("/back/乙.xlsx", ("2022年度", "r", "乙"))]
    >>> owners = folders_of_returns(sent, {"/back"})
    >>> {folder: sorted(name for *_, name in one) for folder, one in owners.items()}
    {'/back/a.zip': ['甲'], '/back': ['乙', '甲']}
    """
    found: dict[str, set[Owner]] = {}
    for location, owner in returns:
        for folder in PurePosixPath(location).parents:
            found.setdefault(str(folder), set()).add(owner)
            if str(folder) in roots:
                break
    return {folder: frozenset(owners) for folder, owners in found.items()}
