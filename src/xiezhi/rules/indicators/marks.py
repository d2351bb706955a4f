"""The words of the catalogue in both languages: families, kinds of value, directions; how far the name and use of an indicator are proven
(`verification`), and its formula (`formula_status`)."""

Pair = tuple[str, str]

VERIFICATION_WORDS: dict[str, Pair] = {
    "verified": ("名称与用法已核原文", "name and use read in the text"),
    "documented": ("名称与用法见二手资料", "name and use from secondary sources"),
    "unverified": ("名称与用法未经核实", "name and use not verified"),
}
STATUS_WORDS: dict[str, Pair] = {
    "official": ("官方公式", "official formula"),
    "product": ("公式为产品口径", "the formula is the product's own"),
    "unverified": ("公式未经核实", "formula not verified"),
}
FAMILY_WORDS: dict[str, Pair] = {
    "flow": ("收结存与工作量", "Stock, flow and workload"),
    "cn2024": ("审判质量管理指标（2024年）", "Indicators of trial quality, Supreme People's Court, 2024"),
    "ops": ("日常通报", "Everyday bulletins"),
    "cn2018exec": ("“基本解决执行难”（2018年）", "Enforcement campaign of 2018"),
    "cn2011": (
        "案件质量评估（2011年，历史指标，默认不显示）",
        "Case quality assessment, 2011: legacy, off by default",
    ),
    "international": ("国际与外国指标", "International and foreign measures"),
}
VALUE_WORDS: dict[str, Pair] = {
    "count": ("件数", "count"),
    "ratio": ("比值", "ratio"),
    "median": ("中位数", "median"),
    "evenness": ("1－σ÷μ（逐月）", "1 − σ/μ of the months"),
}
DIRECTION_WORDS: dict[str, Pair] = {
    "more": ("通常越高越好", "more is usually healthier"),
    "less": ("通常越低越好", "less is usually healthier"),
    "none": ("仅作描述", "describes"),
    "interval": ("两端都须查看", "both ends raise a question"),
}
