"""A scorecard as text for the terminal."""

from collections.abc import Iterator

from xlplugin.cli.language import Say, counted
from xlplugin.cli.terminal_table import printable, table
from xlplugin.rubric_files.score_many import ScoredSheet
from xlplugin.scoring.scorecard import Scorecard
from xlplugin.scoring.states import NO_GRADE, PENDING, UNASSESSED, UNDECIDED

_WITHOUT_TOTAL = {UNASSESSED: "not assessed", PENDING: "awaits other bodies", UNDECIDED: "undecided"}


def card_text(scored: ScoredSheet, say: Say) -> Iterator[str]:
    """Return a scorecard as lines of text; for many scorecards one line each, with the problems."""
    if scored.card is None:
        yield "".join(printable(problem.text(say.language)) + "\n" for problem in scored.problems)
        return
    card = scored.card
    yield f"{card.rubric.id}  {printable(card.body)}  {verdict(card, say)}\n"
    if not scored.one_of_many:
        yield _dimensions(card, say)
        general, major = card.general_bonus, card.major_deduction
        yield say(f"综合加分 {general}，重大扣分 {major}\n", f"general bonus {general}, major deduction {major}\n")
        if card.blank:
            yield say("未评：", "blank: ") + " ".join(card.blank) + "\n"
        if card.pending:
            yield say("待汇总：", "awaits other bodies: ") + " ".join(card.pending) + "\n"
        for effect in card.effects:
            name = printable(effect.rule)
            yield say(f"条件 {name}：", f"rule {name}: ") + f"{effect.target} {effect.before} → {effect.after}\n"
    for warning in card.warnings:
        yield say("提示 ", "warning ") + printable(warning.text(say.language)) + "\n"
    for problem in card.problems:
        yield say("有误 ", "problem ") + printable(problem.text(say.language)) + "\n"


def verdict(card: Scorecard, say: Say) -> str:
    """Return total and grade in one line."""
    if card.problems:
        return say(f"有误 {len(card.problems)} 处，不出总分", f"{counted(len(card.problems), 'problem')}, no total")
    if card.published is None:
        return say(str(card.figures["status"]), _WITHOUT_TOTAL.get(str(card.figures["status"]), "no total"))
    provisional = say("（暂定）", " (provisional)") if card.provisional else ""
    total = say(
        f"总分 {card.total}，公布 {card.published_text}，", f"total {card.total}, published {card.published_text}, "
    )
    return f"{total}{card.grade or say(NO_GRADE, 'no grades')}{provisional}"


def _dimensions(card: Scorecard, say: Say) -> str:
    head = (
        say("一级指标", "dimension") if card.rubric.levels > 1 else say("指标", "indicator"),
        *(say(*words) for words in (("赋分", "points"), ("扣分", "deduction"), ("加分", "bonus"), ("得分", "score"))),
    )
    rows = [(row.name, *("—" if figure is None else str(figure) for figure in row[1:])) for row in card.dimensions]
    return table(head, rows, right=(1, 2, 3, 4))
