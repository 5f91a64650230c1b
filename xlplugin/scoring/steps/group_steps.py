"""What counts of figures that count together (组): of clauses and items their amounts, of indicators their scores.

A figure stands alone first (``2.1.1.b1:alone``, ``2.1.1:alone``); what counts of it is the figure itself, so that caps,
weights and conditions above it see only that. Of equal figures the first one counts.
"""

from collections.abc import Iterator

from xlplugin.rubric.model import Rubric
from xlplugin.rubric.total_rules import Counts, Group
from xlplugin.scoring.expression import (
    NOUGHT,
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Choose,
    Compare,
    Condition,
    Constant,
    Difference,
    Expression,
    Figure,
    IsNumber,
    Joined,
    Sum,
    Words,
)
from xlplugin.scoring.steps.step import known

BEYOND = 1_000_000_000 * 10_000
"""More than any score, in ten-thousandths; it stands for a score that is not known."""


class Groups:
    """The groups of a rubric, by what belongs to them: keys of clauses, ids of indicators."""

    def __init__(self, rubric: Rubric) -> None:
        """Resolve items to their clauses."""
        items = {item.id: item for item in (*rubric.general_bonus.items, *rubric.major_deduction.items)}
        keys = {clause.key: clause for clause in rubric.clauses}
        self._groups: list[tuple[Group, list[tuple[str, ...]]]] = []
        self._deducting: set[str] = {key for key, clause in keys.items() if clause.deducts}
        for group in rubric.groups:
            members = [
                tuple(clause.key for clause in items[member].clauses) if member in items else (member,)
                for member in group.members
            ]
            self._groups.append((group, members))
        self._is_clause = set(keys)

    def of(self, member: str) -> tuple[Group, list[tuple[str, ...]]] | None:
        """Return the group of a clause or indicator, with its members, each as its clauses or its id."""
        return next((one for one in self._groups if any(member in keys for keys in one[1])), None)

    def alone(self, member: str) -> Figure:
        """Return the figure of a clause or indicator before its group is looked at."""
        return Figure(f"{member}:alone")

    def counted(self, member: str) -> Expression:
        """Return what counts of a clause or indicator in its group."""
        found = self.of(member)
        if not found:
            raise KeyError(member)
        group, members = found
        figure = self.alone(member)
        at = next(at for at, keys in enumerate(members) if member in keys)
        match group.counts:
            case Counts.HIGHEST:
                chosen = self._chosen(member, members, at, highest=True)
                others = NOUGHT if member in self._is_clause else Choose(((IsNumber(figure), NOUGHT),), figure)
                counts: Expression = Choose(((chosen, figure),), others)
            case Counts.LESS_WORST:
                # The worst of deductions is the highest one, of everything else the lowest.
                worst = self._chosen(member, members, at, highest=member in self._deducting)
                if member not in self._is_clause:  # of a single score none is the worst
                    rest = (IsNumber(self.alone(keys[0])) for other, keys in enumerate(members) if other != at)
                    worst = AllOf((AnyOf(tuple(rest)), worst))
                counts = Choose(((worst, NOUGHT),), figure)
            case _:
                counts = figure
        return counts if group.cap is None else self._capped(group.cap, members, member, counts)

    def words(self, member: str) -> tuple[Expression, ...]:
        """Return what the sentence of a clause or indicator says where less of it counts: “表彰”按最高算."""
        found = self.of(member)
        if not found:
            return ()
        figure, said = self._figure(member), Words(f"；“{found[0].name}”按{found[0].counts.value}算")
        less = Compare(figure, "<", self.alone(member))
        if member in self._is_clause:
            return (Choose(((less, said),), Words("")),)
        return (Choose(((AllOf((IsNumber(figure), less)), Joined((said, Words("，得 "), figure))),), Words("")),)

    def _figure(self, member: str) -> Figure:
        """Return the figure of a clause or indicator: what counts of it."""
        return Figure(f"{member}:{'amount' if member in self._is_clause else 'score'}")

    def left_out(self) -> Iterator[tuple[str, Expression]]:
        """Return, for each group, what its members have beyond what counts of them: for people to see."""
        for number, (_, members) in enumerate(self._groups, 1):
            flat = [key for keys in members for key in keys]
            alone = Sum(tuple(known(self.alone(key)) for key in flat))
            counted = Sum(tuple(known(self._figure(key)) for key in flat))
            yield f"group{number}", Difference(alone, counted)

    def _sum(self, keys: tuple[str, ...]) -> Expression:
        return Sum(tuple(self.alone(key) for key in keys))

    def _chosen(self, member: str, members: list[tuple[str, ...]], at: int, *, highest: bool) -> Condition:
        """Whether a member is the highest (or lowest) of those known so far; of equal ones the first is."""
        beats, equals = (">", ">=") if highest else ("<", "<=")
        own = self._sum(members[at])
        compared: list[Condition] = [] if member in self._is_clause else [IsNumber(self.alone(member))]
        for other, keys in enumerate(members):
            relation = equals if other > at else beats
            if other == at:
                continue
            if member in self._is_clause:
                compared.append(Compare(own, relation, self._sum(keys)))
            else:  # a score that is not known, or not applicable, is passed over
                unknown = -BEYOND if highest else BEYOND
                compared.append(Compare(own, relation, known(self.alone(keys[0]), unknown)))
        return AllOf(tuple(compared))

    def _capped(self, cap: int, members: list[tuple[str, ...]], member: str, counts: Expression) -> Expression:
        """Limit what the members give together: each gives what those before it have left of the cap."""
        flat = [key for keys in members for key in keys]
        before = tuple(known(self._figure(key)) for key in flat[: flat.index(member)])
        left: Expression = AtLeast(NOUGHT, Difference(Constant(cap), Sum(before))) if before else Constant(cap)
        if member in self._is_clause:
            return AtMost(left, counts)
        figure = self.alone(member)
        return Choose(((IsNumber(figure), AtMost(left, counts)),), figure)
