"""What came back: each file once, known by its SHA-256, with all that was typed into it.

Nothing is written over: which file of a body counts, and which it replaces, is told from all of them (see
``standing``).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from xlplugin.results.answers import Answer, record
from xlplugin.results.prepared import Prepared
from xlplugin.results.schema import SIGHTINGS, SUBMISSIONS
from xlplugin.results.store import Store
from xlplugin.results.submission import Submission
from xlplugin.results.submission_row import row_of, submission_of

_READ = (
    *("issue", "rubric", "edition", "body", "saved_at", "reader", "cells", "problems", "remarks", "result"),
    *("found", "answers", "places"),
)
"""What may be read otherwise, by a later program or under another name; it is then written anew, with that name."""

IN_ZIP = "!/"
"""What stands in a path between that of a zip file and that of a file in it."""

# Made once, as making a statement takes longer than running it.
_OF = SUBMISSIONS.c.sha256 == bindparam("wanted")
_KNOWN, _READ_OF = (
    SUBMISSIONS.select().where(_OF),
    select(*(SUBMISSIONS.c[name] for name in ("path", *_READ))).where(_OF),
)
_DIGESTS = select(SUBMISSIONS.c.sha256)
_INSERT, _SEEN = SUBMISSIONS.insert(), SIGHTINGS.insert()
_ANEW = SUBMISSIONS.update().where(_OF).values({name: bindparam(name) for name in ("file", *_READ)})
_PATHS = select(SIGHTINGS.c.path).where(SIGHTINGS.c.sha256 == bindparam("wanted"))

Keep = Callable[[Submission, Sequence[Answer]], None]


class Submissions:
    """The submissions of a store."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    @cached_property
    def _at_first(self) -> frozenset[bytes]:
        """The files that were there when this was asked first; a return is rarely one of them, and asking is slow."""
        with self._store.reading() as connection:
            return frozenset(bytes.fromhex(digest) for digest in connection.execute(_DIGESTS).scalars())

    def known(self, sha256: str) -> Submission | None:
        """Give the submission of a file that had been collected before this was asked first."""
        return self.of(sha256) if bytes.fromhex(sha256) in self._at_first else None

    def of(self, sha256: str) -> Submission | None:
        """Give the submission of a file as it is now."""
        row = self._store.looking_up.execute(_KNOWN, {"wanted": sha256}).first()
        return submission_of(row._mapping) if row else None

    def keep(self, one: Submission, path: str = "") -> str:
        """Keep a file, in one transaction; it may be there already, or be read anew by a later program.

        Args:
            one: the file.
            path: where it was seen this time, if it is known from elsewhere.

        Returns:
            The path under which the same bytes were seen first, where that is another; '' for none.
        """
        values = row_of(one)
        try:
            with self._store.writing() as connection:
                self._insert.run(connection, values)
        except IntegrityError:
            return self._keep_again(values, path or one.path)
        return ""

    @cached_property
    def _insert(self) -> Prepared:
        return Prepared(_INSERT, self._store.dialect)

    @contextmanager
    def answering(self, sha256: str) -> Iterator[tuple[Submission | None, "Keep"]]:
        """Give a file as it is now, and what keeps answers of it, in one transaction: nobody else writes meanwhile.

        Keeping takes the file as it was judged by the answers, and the new answers.
        """
        with self._store.writing() as connection:
            row = connection.execute(_KNOWN.with_for_update(), {"wanted": sha256}).first()

            def keep(one: Submission, answers: Sequence[Answer]) -> None:
                values = row_of(one)
                record(connection, sha256, answers, json.loads(str(values["cells"])))
                connection.execute(_ANEW, {"wanted": sha256} | {name: values[name] for name in ("file", *_READ)})

            yield submission_of(row._mapping) if row else None, keep

    def _keep_again(self, values: Mapping[str, object], path: str) -> str:
        """Keep a file that is there already."""
        digest = {"wanted": values["sha256"]}
        with self._store.writing() as connection:
            before = connection.execute(_READ_OF.with_for_update(), digest).one()
            # Somebody may have answered meanwhile: that stays, and the file is read anew the next time.
            is_as_known = before.answers == values["answers"]
            if is_as_known and tuple(before[1:]) != tuple(values[name] for name in _READ):
                connection.execute(_ANEW, digest | {name: values[name] for name in ("file", *_READ)})
            first = str(before.path)
            if path != first and path not in connection.execute(_PATHS, digest).scalars().all():
                connection.execute(_SEEN, {"sha256": values["sha256"], "path": path})
        return "" if path == first else first

    def editions(self, rubric: str = "") -> list[str]:
        """Give the editions in which workbooks came back, of one rubric or of all."""
        query = select(SUBMISSIONS.c.edition).distinct().where(SUBMISSIONS.c.issue != "")
        query = query.where(SUBMISSIONS.c.rubric == rubric) if rubric else query
        with self._store.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def strays(self) -> Iterator[Submission]:
        """Give the files that are no workbook that was issued, but for what was taken away or replaced since."""
        query = SUBMISSIONS.select().where(SUBMISSIONS.c.issue == "").order_by(SUBMISSIONS.c.file)
        with self._store.reading() as connection:
            for row in connection.execute(query):
                one = submission_of(row._mapping)
                path, _, inside = one.path.partition(IN_ZIP)
                if _is_still_there(Path(path), "" if inside else one.sha256):
                    yield one


def _is_still_there(path: Path, digest: str) -> bool:
    """Whether a file is where it was, with the same bytes; so it counts where its folder cannot be seen from here.

    Args:
        path: where it was.
        digest: the SHA-256 of its bytes; '' where these cannot be compared, as it lies in a zip.
    """
    if not path.is_file() or not digest:
        return path.exists() or not path.parent.exists()
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return True
