"""The words for the state of an input and the status of a scoresheet."""

UNASSESSED, OPTIONAL, ASSESSED, FAULTY, NOT_APPLICABLE = "未评", "选填", "已评", "有误", "不适用"
"""The states of an input."""


NO_GRADE = "无等次"
"""Shown instead of a grade where the notice has no bands."""

PROVISIONAL, COMPLETE = "暂定", "完成"
"""The statuses of a scoresheet besides 未评 and 有误."""

PENDING = "待汇总"
"""The state of an input that awaits the data of other bodies, and the status of a scoresheet with one."""

UNDECIDED = "待定"
"""Instead of a figure that would be a share of nothing: everything is not applicable."""
