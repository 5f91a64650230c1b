"""Which issued workbook a file claims to be; the issued form, the rubric, and the names of other bodies."""

import hmac
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import PurePosixPath

from xlplugin.distribution.distribute import TOKENS
from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.errors import Problem, UsageError, new_problem
from xlplugin.filled.sheet_contents import SheetContents
from xlplugin.notation.cell_address import Cell
from xlplugin.returns.find.names_in_text import NamesInText
from xlplugin.returns.verify.csv_return import likeness
from xlplugin.returns.verify.issued_workbook import IssuedForm
from xlplugin.rubric.model import Rubric
from xlplugin.store.database import Store
from xlplugin.store.issue import Issue
from xlplugin.store.seal import seal_of
from xlplugin.workbook.columns import HEAD_ROW

LEAST_LIKE = 0.5
"""Share of the texts of 评分表 that a table must contain to be recognised as one (0 to 1)."""


class IssuedWorkbooks:
    """The issues of a store; each form and each rubric is read once."""

    def __init__(self, store: Store, rubric: str = "") -> None:
        """Open the issues of a store; ``rubric`` is an id or path, for rubrics that are not built in."""
        self._store, self._rubric = store, rubric
        self._forms: dict[str, IssuedForm] = {}
        self._rubrics: dict[tuple[str, str], Rubric] = {}
        self._names: dict[tuple[str, str], NamesInText] = {}
        """Bodies' names for each table and edition."""
        self._by_id: dict[str, Issue] = {}
        """Issues that were looked up before: one look-up takes as long as unpacking a return."""

    def claimed(self, facts: Mapping[str, str]) -> tuple[Issue | None, tuple[Problem, ...]]:
        """Find the issue that a workbook claims to be, and the problems of that claim."""
        if not facts.get("issue"):
            return None, (new_problem("", "not-issued" if facts.get("rubric") else "unrelated"),)
        issue = self._by_id.get(facts["issue"]) or self._store.issue(facts["issue"])
        if issue is None:
            return None, (new_problem("", "issue-unknown", issue=facts["issue"][:40]),)
        seals = issue.seal, seal_of(issue, self._store.key)
        if not all(hmac.compare_digest(facts.get("seal", "").encode(), seal.encode()) for seal in seals):
            return issue, (new_problem("", "seal-wrong"),)
        return issue, ()

    def by_words(self, contents: SheetContents, *others: SheetContents) -> Issue | None:
        """Find whose 评分表 a table is, by its texts and the body's name; None if that is unclear.

        Args:
            contents: the table.
            others: the sheets beside it, one of which has the body's name in its heading.
        """
        sheets = (contents, *others)
        head = [
            str(shown.value) for sheet in sheets for at, shown in sheet.cells.items() if Cell.at("", at).row <= HEAD_ROW
        ]
        bodies = {text.replace(":", "：").rpartition("：")[2].strip() for text in head}
        issues = [issue for body in bodies for issue in self._by_body.get(body, ())]
        like = sorted(
            ((likeness(self.form(issue), contents), issue.issued_at, issue.id, issue) for issue in issues), reverse=True
        )
        if not like or like[0][0] < LEAST_LIKE:
            return None
        first = like[0][-1]
        # The same workbook of an earlier round is passed over: whoever sends a table means the present one.
        rivals = [one for score, *_, one in like[1:] if score == like[0][0] and one.round == first.round]
        return None if rivals else first

    @cached_property
    def _by_body(self) -> Mapping[str, list[Issue]]:
        by_name = defaultdict(list)
        for issue in self._store.issues():
            by_name[issue.body].append(issue)
        return by_name

    def of_body(self, issue: Issue, body: str) -> Issue | None:
        """Return the valid issue of another body, of the same round, table, edition and assessor; None for none."""
        others = self._store.issues(issue.rubric, issue.edition)
        wanted = body, issue.rater, issue.round
        return next((one for one in others if (one.body, one.rater, one.round) == wanted), None)

    def form(self, issue: Issue) -> IssuedForm:
        """Return the workbook that was issued.

        Raises:
            UsageError: it is not in the store.
        """
        if issue.base not in self._forms:
            content = self._store.base(issue.base)
            if content is None:
                raise UsageError([new_problem("", "base-gone")])
            if sha256(content).hexdigest() != issue.base:
                raise UsageError([new_problem("", "base-damaged", digest=issue.base[:8])])
            self._forms[issue.base] = _form_of(content, issue.open)
        return self._forms[issue.base]

    def place(self, issue: Issue, name: str) -> str:
        """Return the label of the cell with a defined name (``评分表!I9``); the name itself if the cell is unknown."""
        try:
            cell = self.form(issue).names.get(name)
        except UsageError:
            cell = None
        return cell.label if cell else name

    def rubric_of(self, issue: Issue) -> Rubric:
        """Return the rubric of an issue, in the version it was issued with.

        Raises:
            XlpluginError: that version is not available.
        """
        key = issue.rubric, issue.rubric_digest
        if key not in self._rubrics:
            self._rubrics[key] = issued_rubric(self._store, issue, self._rubric)
        return self._rubrics[key]

    def other_name(self, issue: Issue, file: str) -> tuple[Problem, ...]:
        """Warn if the file's name contains another body's name: somebody may have filled in the wrong workbook.

        If names contain one another (市公安局, 市公安局交警大队), the longest one in the file's name counts. A shorter
        name may abbreviate the body's own; it counts only if the file is called exactly that.
        """
        key = issue.rubric, issue.edition
        if key not in self._names:
            issues = self._store.issues(*key)
            self._by_id |= {issue.id: issue for issue in issues}
            self._names[key] = NamesInText(issue.body for issue in issues)
        named = self._names[key].in_text(file)
        if issue.body in named:
            return ()
        stem = PurePosixPath(file).stem
        others = [name for name in named if name not in issue.body or stem == name or stem.endswith(f"_{name}")]
        return tuple(new_problem("", "other-bodys-name", name=name, body=issue.body) for name in others[:1])


@lru_cache(maxsize=8)
def _form_of(content: bytes, rows: frozenset[str] | None) -> IssuedForm:
    """Read an issued workbook once per process, because parsing its formulas takes a tenth of a second."""
    return IssuedForm(content, TOKENS, rows)
