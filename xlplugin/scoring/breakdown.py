"""How each figure of a scorecard came about, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xlplugin.notation.decimals import format_decimal, format_published
from xlplugin.rubric.clause import Clause, slots
from xlplugin.rubric.model import Dimension, Indicator, Item, Rubric
from xlplugin.rubric.slots import Takes
from xlplugin.rubric.total_rules import TOTAL
from xlplugin.scoring.as_python import evaluate
from xlplugin.scoring.as_sentence import as_sentence
from xlplugin.scoring.expression import NOUGHT, ONE, AtMost, Choose, Difference, Expression, Share, Sum
from xlplugin.scoring.scorecard import figures_and_sentences
from xlplugin.scoring.scoresheet import Scoresheet, read_scoresheet
from xlplugin.scoring.states import FAULTY, PROVISIONAL, UNASSESSED
from xlplugin.scoring.steps.calculation import calculation


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """A line of the explanation.

    Attributes:
        level: 0 for the total, 1 for a dimension, 2 an indicator, 3 a clause, 4 a detail of a clause.
        place: ``total``, ``dimension3``, ``2.1.1``, ``2.1.1.d1``.
        text: in Chinese; for the result of a clause it is the text of its cell in the workbook.
    """

    level: int
    place: str
    text: str


def explain(rubric: Rubric, data: object) -> tuple[BreakdownLine, ...]:
    """Explain how each figure came about, from the total down to the entries.

    Args:
        rubric: the scoring table.
        data: a scoresheet, as an object (as from JSON) or already read. Invalid entries take and give nothing, and the
            first line says that there is no total.

    Returns:
        The lines in the order of the notice, in Chinese, with figures in 分.
    """
    scoresheet = data if isinstance(data, Scoresheet) else read_scoresheet(rubric, data)
    return tuple(_Explainer(rubric, scoresheet).lines())


def sentence_of(indicator: Indicator, figures: Mapping[str, object]) -> str:
    """Explain the figures of an indicator in one line: the sentences of its clauses."""
    sentences = [str(figures[f"{clause.key}:sentence"]) for clause in indicator.clauses]
    return UNASSESSED if set(sentences) == {UNASSESSED} else "；".join(filter(None, sentences))


def entered_text(clause: Clause, values: Mapping[str, object]) -> str:
    """Write what was entered for a clause: 未制定并公开的件数 4 件; '' for nothing.

    Args:
        clause: the clause.
        values: the entries by slot, as a scoresheet has them: numbers in 1/10,000.
    """
    lines = []
    for slot in slots(clause):
        if (value := values.get(slot.name)) is not None:
            text = format_decimal(value) if isinstance(value, int) else value
            unit = f" {slot.unit}" if slot.unit else ""
            label = "理由" if slot.takes is Takes.REASON else slot.label
            lines.append(f"{label} {text}{unit}")
    return "，".join(lines)


class _Explainer:
    def __init__(self, rubric: Rubric, scoresheet: Scoresheet) -> None:
        self.rubric = rubric
        self.entered = scoresheet.values
        self.faulty = bool(scoresheet.problems)
        self.values = figures_and_sentences(rubric, scoresheet)
        self.expressions = {step.name: step.expression for step in calculation(rubric).steps}

    def lines(self) -> Iterator[BreakdownLine]:
        yield BreakdownLine(0, "total", self._total())
        yield from self._rules()
        for dimension in self.rubric.dimensions:
            yield from self._dimension(dimension)
        for name, title, below, verb in (
            ("general_bonus", "综合加分项", self.rubric.general_bonus, "加"),
            ("major_deduction", "重大扣分项", self.rubric.major_deduction, "扣"),
        ):
            if below.items:
                is_plain = below.cap is None and not any(item.group for item in below.items)
                limited = "" if is_plain else f"{self._worded(name)}，{verb} "
                yield BreakdownLine(1, name, f"{title}：合计 {limited}{self._shown(name)}")
            for item in below.items:
                yield from self._item(item)

    def _total(self) -> str:
        # A problem that no cell shows, such as an unknown key, withholds the total as well.
        total = self.values["total"]
        if self.faulty or isinstance(total, str):
            return f"总分：{FAULTY if self.faulty else total}"
        published = format_published(int(self.values["published"]), self.rubric.published_places)
        status = f"（{PROVISIONAL}）" if self.values["status"] == PROVISIONAL else ""
        return f"总分：{self._how_total()}；公布得分 {published}，{self.values['grade']}{status}"

    def _how_total(self) -> str:
        """Say how the total came about; where a rule changed it, how it was before."""
        step = next(self._chain(TOTAL), "")
        if not step:
            return self._worded("total")
        after = self._shown("total")
        is_changed = self.values["total"] != self.values[step]
        return self._worded(step) + (f"，按条件为 {after}" if is_changed else "")

    def _chain(self, target: str) -> Iterator[str]:
        """Return the figures before each rule that changes a target, the first one first."""
        for number, rule in enumerate(self.rubric.rules, 1):
            for at, consequence in enumerate(rule.consequences, 1):
                if consequence.target == target:
                    yield f"rule{number}.{at}:before"

    def _dimension(self, dimension: Dimension) -> Iterator[BreakdownLine]:
        if dimension.levels == 1:  # it is its only indicator
            yield from self._indicator(dimension.indicators[0])
            return
        name = f"dimension{dimension.number}"
        head = f"{dimension.number} {dimension.name}（{format_decimal(dimension.points)} 分）"
        if f"{name}:applicable" in self.expressions:
            how = f"参评 {self._worded(f'{name}:applicable')} 分，得分 {self._scaled(f'{name}:score')}"
        else:
            how = f"扣分合计 {self._worded(f'{name}:deduction')}"
        yield BreakdownLine(1, name, f"{head}：{how}；{self._verdict(name)}")
        for indicator in dimension.indicators:
            yield from self._indicator(indicator)

    def _indicator(self, indicator: Indicator) -> Iterator[BreakdownLine]:
        head = f"{indicator.id} {indicator.name}（{format_decimal(indicator.points)} 分）"
        yield BreakdownLine(2, indicator.id, f"{head}：{self._verdict(indicator.id)}")
        for clause in indicator.clauses:
            yield from self._clause(clause)

    def _verdict(self, name: str) -> str:
        deduction, bonus, score = (self._shown(f"{name}:{what}") for what in ("deduction", "bonus", "score"))
        return f"扣 {deduction}，加 {bonus}，得 {score}"

    def _rules(self) -> Iterator[BreakdownLine]:
        """Say what is scaled, what groups leave out, and what rules change."""
        for name, title in (("applicable", "参评分值"), ("basic", "基本分"), ("bonuses", "加分")):
            if name in self.expressions:
                yield BreakdownLine(1, name, f"{title}：{self._scaled(name)}")
        for number, group in enumerate(self.rubric.groups, 1):
            left_out = self._shown(f"group{number}")
            text = f"{group.name}（{group.counts.value}）：" + ("都计入" if left_out == "0" else f"不计 {left_out}")
            yield BreakdownLine(1, f"group{number}", text)
        for number, rule in enumerate(self.rubric.rules, 1):
            said = [str(self.values[f"rule{number}.{at}:sentence"]) for at in range(1, len(rule.consequences) + 1)]
            for text in [one for one in said if one] or [f"{rule.name}：未触发"]:
                yield BreakdownLine(1, f"rule{number}", text)

    def _item(self, item: Item) -> Iterator[BreakdownLine]:
        for clause in item.clauses:
            yield from self._clause(clause)

    def _clause(self, clause: Clause) -> Iterator[BreakdownLine]:
        yield BreakdownLine(3, clause.key, f"{clause.key} “{clause.quote}”")
        if entered := entered_text(clause, self.entered):
            yield BreakdownLine(4, clause.key, f"填报：{entered}")
        if sentence := self.values[f"{clause.key}:sentence"]:
            yield BreakdownLine(4, clause.key, str(sentence))

    def _worded(self, step: str) -> str:
        sentence = evaluate(as_sentence(self._without_zeros(self.expressions[step])))(self.values)
        return sentence if isinstance(sentence, str) else format_decimal(sentence)

    def _scaled(self, step: str) -> str:
        """Say how a figure came about that is called 得分 or 基本分 already."""
        return self._worded(step).removeprefix("得分 ")

    def _without_zeros(self, expression: Expression) -> Expression:
        """Leave out the zeros of a sum; a dimension has dozens."""
        match expression:
            case Sum(terms):
                return Sum(tuple(term for term in terms if evaluate(term)(self.values) != 0))
            case AtMost(cap, of):
                return AtMost(cap, self._without_zeros(of))
            case Share() as share:
                return replace(share, part=self._without_zeros(share.part))
            case Difference(left, right):
                return Difference(self._without_zeros(left), self._without_zeros(right))
            case Choose(cases, otherwise):
                # What does not hold need not be computable: nothing is left to divide by, for one.
                holds = Choose(tuple((condition, ONE) for condition, _ in cases), NOUGHT)
                if evaluate(holds)(self.values):
                    return expression
                return Choose(cases, self._without_zeros(otherwise))
            case _:
                return expression

    def _shown(self, step: str) -> str:
        value = self.values[step]
        return format_decimal(value) if isinstance(value, int) else value
