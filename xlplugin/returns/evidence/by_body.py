"""The evidence of every body of a store, by indicator."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from xlplugin.distribution.issued_rubric import issued_rubric
from xlplugin.distribution.self_assessments import OWN_EDITIONS
from xlplugin.entries.cell_values import CellValue
from xlplugin.returns.evidence.listed import BodyEvidence, evidence_of
from xlplugin.rubric.model import Rubric
from xlplugin.rubric_files.versions import id_of
from xlplugin.store.database import Store
from xlplugin.store.evidence_files import EvidenceFile, evidence_in
from xlplugin.store.standings import Standing, standings


def evidence_by_body(store: Store, rubric: str = "", body: str = "") -> Iterator[BodyEvidence]:
    """Return the evidence of each body that sent or lists any, in the order of the notice's list.

    Args:
        store: the returns.
        rubric: the rubric's id or path, for only its bodies; '' for all.
        body: the name of a body, for only its evidence; '' for all.

    Raises:
        UsageError: the version of a rubric is not available.
    """
    files: dict[tuple[str, str], list[EvidenceFile]] = defaultdict(list)
    for file in evidence_in(store, body):
        files[file.rubric, file.body].append(file)
    own: dict[tuple[str, str], Standing] = {}
    for standing in standings(store, id_of(rubric) if rubric else "", "", body):
        key = standing.issue.rubric, standing.issue.body
        if key not in own or _precedes(standing, own[key]):
            own[key] = standing
    rubrics: dict[str, Rubric] = {}
    for (table, name), standing in own.items():
        issue = standing.issue
        if issue.rubric_digest not in rubrics:
            rubrics[issue.rubric_digest] = issued_rubric(store, issue, rubric)
        cells: Mapping[str, CellValue] = standing.current.cells if standing.current else {}
        indicators = (indicator.id for indicator in rubrics[issue.rubric_digest].indicators)
        found = evidence_of(table, name, files.get((table, name), ()), cells, indicators)
        if found.files or found.missing:
            yield found


def unowned_evidence(store: Store) -> list[EvidenceFile]:
    """Return the files of evidence whose owner is not clear."""
    return [file for file in evidence_in(store) if not file.body]


def _precedes(standing: Standing, other: Standing) -> bool:
    """Whether what a body lists is in this workbook rather than in the other: in that of its own assessment."""
    order = (*OWN_EDITIONS, standing.issue.edition, other.issue.edition)
    return order.index(standing.issue.edition) < order.index(other.issue.edition)
