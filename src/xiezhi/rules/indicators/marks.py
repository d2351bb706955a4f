"""How far an indicator is proven, in words: of its name and use (`verification`), and of its formula (`formula_status`)."""

VERIFICATION_WORDS: dict[str, tuple[str, str]] = {
    "verified": ("名称与用法已核原文", "name and use read in the text"),
    "documented": ("名称与用法见二手资料", "name and use from secondary sources"),
    "unverified": ("名称与用法未经核实", "name and use not verified"),
}
STATUS_WORDS: dict[str, tuple[str, str]] = {
    "official": ("官方公式", "official formula"),
    "product": ("公式为产品口径", "the formula is the product's own"),
    "unverified": ("公式未经核实", "formula not verified"),
}
