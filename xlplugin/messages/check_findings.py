"""Messages of ``check``: where data and sentence contradict each other."""

CHECK_FINDINGS = {
    "points-differ": (
        "“{name}”赋分 {printed} 分，所属三级指标合计 {summed} 分；请核对通知，确系原文如此的记入 errata（事项：赋分合计）",
        "{name} has {printed} points, but its indicators add up to {summed}; correct it, or record an erratum (赋分合计)",
    ),
    "common-cap-differs": (
        "总述写着合计至多 {printed} 分，上限填的是 {given}；请照原文填“加分上限”或“扣分上限”",
        "the sentence above the items says at most {printed} in all, the file says {given}; write the cap as printed",
    ),
    "edge-is-above": (
        "按原文，{edge} 属于上面一段，这里归在下面一段；请改用“低于”“不低于”，原文确实如此的记入 errata（事项：分段）",
        "by the sentence {edge} belongs to the band above, here it is in the band below; use 低于 and 不低于, or record an "
        "erratum (分段)",
    ),
    "edge-is-below": (
        "按原文，{edge} 属于下面一段，这里归在上面一段；请改用“不超过”“超过”，原文确实如此的记入 errata（事项：分段）",
        "by the sentence {edge} belongs to the band below, here it is in the band above; use 不超过 and 超过, or record an "
        "erratum (分段)",
    ),
    "tier-differs": (
        "“{tier}”原文是 {printed} 分，填的是 {given} 分；请核对，原文确实如此的记入 errata（事项：分值）",
        "for {tier!r} the sentence prints {printed}, the file has {given}; correct it, or record an erratum (分值)",
    ),
    "highest-unsaid": (
        "原文说取最高一项，这里各项相加；请写“得分按最高计: 是”（加分的写“加分按最高计: 是”），或用“组”",
        "the sentence counts only the highest, here all are added; write 得分按最高计 or 加分按最高计 with 是, or use 组",
    ),
    "any-unsaid": (
        "原文说“或者”，这里要几个条件都符合；只要符合一个的，把“当”改成“当任一”",
        "the sentence says 或者, here all conditions must hold; write 当任一 instead of 当 if one suffices",
    ),
    "group-counts-otherwise": (
        "原文是“{printed}”，“取”写的是“{given}”；请核对",
        "the sentence counts {printed}, 取 says {given}; correct it",
    ),
    "total-is-a-limit": (
        "原文说不超过 {points} 分，这里是按 {points} 分计；请改成“总分至多”",
        "the sentence says at most {points}, here the total becomes {points}; use 总分至多",
    ),
    "relation-differs": (
        "原文里的 {number} 和“{given}”不一致（以上、以下含本数，超过、低于不含）；请核对",
        "{number} in the sentence does not fit {given!r} (以上 and 以下 include the number, 超过 and 低于 do not)",
    ),
    "limit-above-range": (
        "原文至多 {points} 分，“酌情”写的是 {limit}；请核对，原文确实如此的记入 errata（事项：酌情）",
        "the sentence allows {points} at most, 酌情 says {limit}; correct it, or record an erratum (酌情)",
    ),
    "each-of-several": (
        "原文是每 {printed}算一次，写的是每{given}；请改成“每: 个 {printed}”，或另填满几个的次数",
        "the sentence counts {printed} as one, the file counts each {given}; ask for the number of {printed}",
    ),
    "part-and-whole-exchanged": (
        "原文是 {whole} 除以 {part}，分子、分母写反了；请对调",
        "the sentence divides {whole} by {part}; exchange 分子 and 分母",
    ),
    "direction-differs": (
        "原文是“{printed}”，写的是“{given}”；请核对，原文确实如此的记入 errata（事项：分段）",
        "the sentence says {printed}, the file {given}; correct it, or record an erratum (分段)",
    ),
    "proportion-unsaid": (
        "原文说按比例，这里只算整档；请加“按比例: 是”，原文确实只算整档的记入 errata（事项：分段）",
        "the sentence says 按比例, but only whole steps count here; add 按比例: 是, or record an erratum (分段)",
    ),
    "exceeding-contradicts": (
        "原文说扣完为止，“可突破”写的是“是”；请核对，原文确实如此的记入 errata（事项：上限）",
        "the sentence says 扣完为止, but 可突破 is 是; correct it, or record an erratum (上限)",
    ),
    "weights-differ": (
        "各部分的权重合计 {share}%，不是 100%；请核对，原文确实如此的写“满分”，或记入 errata（事项：权重）",
        "the weights of the parts are {share} % together, not 100 %; correct them, or write 满分 or an erratum (权重) if "
        "the notice says so",
    ),
    "rung-differs": (
        "“{band}”原文是 {printed} 分，填的是 {given} 分；请核对，原文确实如此的记入 errata（事项：分段）",
        "for {band!r} the sentence prints {printed}, the file has {given}; correct it, or record an erratum (分段)",
    ),
    "places-differ": (
        "方案写着保留 {printed} 位小数，“公布小数”是 {given}；请照原文填",
        "the scheme says {printed} decimal places, 公布小数 is {given}; write it as printed",
    ),
    "group-of-one": (
        "按最高计的“{name}”只有一项；同一项按最高计的各项要写同样的名称",
        "only one item is in the group {name!r} (按最高计); items of which the highest counts have the same name",
    ),
    "base-differs": (
        "满分 {printed} 分，一级指标赋分合计 {summed} 分；请核对通知，确系原文如此的记入 errata（位置：满分，事项：赋分合计）",
        "the total is {printed}, but the dimensions add up to {summed}; correct it, or record an erratum (满分, 赋分合计)",
    ),
    "exceeding-unsaid": (
        "几条扣分合起来可能超过赋分 {points} 分，没有写明扣完为止还是可以突破；写上“可突破: 否”（扣完为止）或“可突破: 是”，或写扣分上限",
        "deductions together can exceed the {points} points; write 可突破: 否 (they stop there) or 可突破: 是, or a cap",
    ),
    "cap-above-dimension": (
        "上限 {cap} 分大于一级指标“{name}”的 {points} 分；请核对，原文确实如此的记入 errata（事项：上限）",
        "the cap of {cap} is above the {points} points of {name}; correct it, or record an erratum (上限)",
    ),
    "formula-differs": (
        "写的是“得分={given}”，原文是“得分={quoted}”；请核对，原文确实如此的记入 errata（事项：得分公式）",
        "得分={given} is written, but the quote has 得分={quoted}; correct it, or record an erratum (得分公式)",
    ),
    "full-mark-differs": (
        "得分公式的满分是 {full} 分，赋分 {points} 分；请核对，原文确实如此的记入 errata（事项：满分）",
        "the formula's full mark is {full}, but the points are {points}; correct it, or record an erratum (满分)",
    ),
    "band-gap": ("{upper}与{lower}之间没有分段；请补上", "there is no band between {upper} and {lower}; add one"),
    "band-overlap": ("{upper}与{lower}重叠；请改到首尾相接", "{upper} and {lower} overlap; make them adjacent"),
    "band-open": (
        "第一段应从头开始、末一段应到底；请检查分段",
        "the first band must have no lower bound, and the last band no upper bound",
    ),
    "edge-not-in-quote": (
        "原文里没有 {edge}；请核对，原文确实如此的记入 errata（事项：分段）",
        "{edge} is not in the quote; correct it, or record an erratum (分段)",
    ),
    "grade-differs": (
        "“{grade}”为{band}，原文的数是 {printed}；请核对，原文确实如此的记入 errata（事项：等次）",
        "{grade} is {band}, but the quote has {printed}; correct it, or record an erratum (等次)",
    ),
    "no-such-grade": (
        "原文说的等次“{name}”不在 {names} 之内；请核对，原文确实如此的记入 errata（事项：等次名称）",
        "the grade {name!r} in the quote is not one of {names}; correct it, or record an erratum (等次名称)",
    ),
    "amount-not-in-quote": (
        "原文里没有 {amount} {unit}；请核对，原文确实如此的记入 errata（事项：分值）",
        "{amount} {unit} is not in the quote; correct it, or record an erratum (分值)",
    ),
    "grade-not-in-quote": (
        "原文写的是{named}，这里写的是“{given}”；请核对",
        "the quote names {named}, and {given!r} is written here; correct one of them",
    ),
    "awards-below-points": (
        "几条得分标准合起来至多 {most} 分，赋分是 {points} 分；请核对，原文确实如此的记入 errata（事项：赋分合计）",
        "the awards give {most} at most, but the points are {points}; correct it, or record an erratum (赋分合计)",
    ),
    "misread-number": (
        "原文印作“{printed}分”，像是扫描时认错的数；请核对，确实如此的记入 errata（事项：识别）",
        "the quote has {printed}分, which looks misread by a scanner; check it, and record an erratum (识别)",
    ),
    "sign-differs": (
        "原文是“{printed} {amount} 分”，写在“{standard}”下；请核对，原文确实如此的记入 errata（事项：分值）",
        "the quote says {printed} {amount} 分, but it is under {standard}; correct it, or record an erratum (分值)",
    ),
    "unit-differs": (
        "原文按“{printed}”计，写的是“{given}”；请核对，原文确实如此的记入 errata（事项：分值）",
        "the quote counts in {printed}, but {given} is written; correct it, or record an erratum (分值)",
    ),
    "amount-unused": (
        "原文里的 {amount} 分没有用到，是不是漏写了扣分、上限或选项；请核对，原文确实如此的记入 errata（事项：分值）",
        "the quote has {amount} points that are not used; add the missing deduction, cap or tier, or record an erratum (分值)",
    ),
    "limit-unfounded": (
        "原文没有“酌情”，也没有分值；请核对，原文确实如此的记入 errata（事项：酌情）",
        "the quote has neither 酌情 (discretion) nor an amount; correct it, or record an erratum (酌情)",
    ),
    "limit-differs": (
        "酌情扣分的上限是 {limit} 分，赋分 {points} 分；请核对，原文确实如此的记入 errata（事项：酌情）",
        "the discretionary limit is {limit}, but the points are {points}; correct it, or record an erratum (酌情)",
    ),
    "bodies-differ": (
        "通知印的是 {printed} 个，列了 {found} 个；请核对，原文确实如此的记入 errata（事项：考核对象）",
        "the notice counts {printed} bodies, but {found} are listed; correct it, or record an erratum (考核对象)",
    ),
    "body-repeated": (
        "考核对象“{name}”列了两次；请核对，原文确实如此的记入 errata（事项：考核对象）",
        "the body {name!r} is listed twice; correct it, or record an erratum (考核对象)",
    ),
}
