"""What a late return, a correction or an answer does to other bodies, where something depends on all of them (汇总).

The figures before and after are compared: a body whose own entries stayed, and whose score did not, is named together
with the bodies whose entries changed. It stands in the log, too.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from xlplugin.errors import XlpluginError
from xlplugin.returns.combined import Values, by_body, corrected
from xlplugin.returns.figure_corrections import fixed_figures
from xlplugin.returns.over_all_bodies import depends_on_all, with_all_bodies
from xlplugin.returns.score_returns import combined_of, final_editions, scored
from xlplugin.store.database import Store
from xlplugin.store.log import AFFECTED, LogEntry, append, now
from xlplugin.store.standings import standings

_WORDS = ("汇总".encode(), "平均分".encode())
"""Rubrics without these words have nothing that depends on all bodies; reading them would take longer."""


@dataclass(frozen=True, slots=True)
class AffectedBody:
    """A body whose score others have changed.

    Attributes:
        rubric: the scoring table.
        body: the body.
        before, after: its published score, in 分; '' for none.
        because: the bodies whose entries changed.
    """

    rubric: str
    body: str
    before: str
    after: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Figure:
    entries: Values
    published: str


def _differs(before: _Figure | None, after: _Figure) -> bool:
    """Whether a known score is another one now; that one becomes known, because the last one came in, is no change."""
    return before is not None and bool(before.published) and before.published != after.published


class OthersWatch:
    """Knows the scores that depend on all bodies, of the rounds that a store shows, before something is done."""

    def __init__(self, store: Store) -> None:
        """Compute them."""
        self._store = store
        self._before = dict(self._figures())

    def affected(self, by: str = "") -> list[AffectedBody]:
        """Return the bodies whose score others have changed since, and write them into the log.

        Args:
            by: the name of the person who decided what changed it; '' for a return.
        """
        found = []
        for (round_name, rubric), before in self._before.items():
            with self._store.showing(round_name):
                after = dict(self._of_round()).get(rubric, {})
            because = tuple(
                body for body, now_is in after.items() if body not in before or now_is.entries != before[body].entries
            )
            others = [body for body in after if body not in because and _differs(before.get(body), after[body])]
            found += [AffectedBody(rubric, one, before[one].published, after[one].published, because) for one in others]
            if others:
                facts = {one: [before[one].published, after[one].published] for one in others}
                about = {"because": list(because), "changed": facts, "round": round_name}
                with self._store.writing() as connection:
                    append(connection, [LogEntry(AFFECTED, now(), by, "", rubric, "", "", about)])
        return found

    def _figures(self) -> Iterator[tuple[tuple[str, str], Mapping[str, _Figure]]]:
        rounds = self._store.round_names() if self._store.round is None else (self._store.round,)
        for name in rounds:
            with self._store.showing(name):
                for rubric, figures in self._of_round():
                    yield (name, rubric), figures

    def _of_round(self) -> Iterator[tuple[str, dict[str, _Figure]]]:
        for rubric, edition in final_editions(self._store).items():
            issues = self._store.issues(rubric, edition)
            if not any(
                word in source for word in _WORDS for source in self._store.rubric_sources(issues[0].rubric_digest)
            ):
                continue
            with suppress(XlpluginError):  # a rubric that is gone is reported where it is needed
                yield rubric, self._of_table(rubric, edition)

    def _of_table(self, rubric: str, edition: str) -> dict[str, _Figure]:
        bodies = list(combined_of(self._store, by_body(standings(self._store, rubric, edition)), final=True))
        if not bodies or not depends_on_all(bodies[0].rubric):
            return {}
        figures = {}
        for one, filled in zip(bodies, with_all_bodies(bodies, final=True), strict=True):
            card = scored(filled, final=True).card if one.is_returned else None
            entries = {
                **corrected(one.rubric, one.values, one.corrections),
                **{step: float(figure) for step, figure in fixed_figures(one.rubric, one.corrections).items()},
            }
            figures[one.issue.body] = _Figure(entries, card.published_text if card else "")
        return figures
