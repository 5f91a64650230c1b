"""What the form for the leading group's signature (等次审定表) says."""

from collections.abc import Sequence

from xlplugin.publishing.decision_table import class_word, decided_word, in_rank_order
from xlplugin.publishing.documents.bulletin import HEAD, Letterhead, head_values
from xlplugin.publishing.documents.template_field import TemplateField, Value, listed, text
from xlplugin.publishing.proposals import Proposal
from xlplugin.publishing.round_result import TableFacts

FIELDS: tuple[TemplateField, ...] = (
    *HEAD,
    text("轮次", "轮次的名称"),
    text("办理记录", "办理记录的最后一条：第几条，摘要"),
    listed(
        "各行",
        "一个考核对象一行",
        text("评分表", "评分表的名称"),
        text("类别", "如 A类；一个单位有几张表的，写明哪一张"),
        text("名次", "不排的是空的"),
        text("考核对象", "名称"),
        text("公布得分", "没有的是空的"),
        text("建议等次", "没有的是 —"),
        text("依据", "怎么来的"),
        text("审定等次", "已经审定的，否则照建议"),
        text("变更理由", "与建议不同的理由"),
    ),
)
"""What the template of the form may name."""


def decision_form_values(
    name: str, proposals: Sequence[Proposal], table: TableFacts, letterhead: Letterhead, seen: tuple[int, str]
) -> dict[str, Value]:
    """Return what the form says.

    Args:
        name: of the round.
        proposals: the proposals.
        table: the facts of a table of the round.
        letterhead: what the office adds.
        seen: number and hash of the last entry of the log: printed, so that the log cannot be replaced unnoticed.
    """
    number, last = seen
    by_name: dict[str, list[Proposal]] = {}
    for one in proposals:
        by_name.setdefault(one.body, []).append(one)
    return {
        **head_values(table, letterhead),
        "轮次": name,
        "办理记录": f"第 {number} 条，{last[:16]}",
        "各行": [
            {
                "评分表": one.rubric,
                "类别": class_word(one, by_name[one.body]),
                "名次": str(one.rank or ""),
                "考核对象": one.body,
                "公布得分": one.published,
                "建议等次": one.grade or "—",
                "依据": "；".join((*one.reasons, *one.notes)),
                "审定等次": decided_word(one),
                "变更理由": one.decided_why,
            }
            for one in in_rank_order(proposals)
        ],
    }
