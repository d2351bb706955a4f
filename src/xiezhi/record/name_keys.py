"""How names sort: by pinyin, with the readings that only surnames have. The database knows no Chinese collation, so keys are stored."""

from pypinyin import lazy_pinyin

# Characters that a dictionary of words reads otherwise than a family does.
_SURNAMES = {
    "万俟": "moqi", "尉迟": "yuchi", "长孙": "zhangsun", "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "区": "ou",
    "查": "zha", "任": "ren", "华": "hua", "朴": "piao", "盖": "ge", "缪": "miao", "员": "yun", "乐": "yue", "洗": "xian",
    "覃": "qin", "燕": "yan", "翟": "zhai", "葛": "ge", "逄": "pang", "召": "shao", "黑": "he", "秘": "bi", "折": "she",
}  # fmt: skip


def name_key(name: str) -> str:
    """The sort key of a person's name: pinyin without tones, then the name itself so that equal readings keep an order."""
    for surname in (name[:2], name[:1]):
        if surname in _SURNAMES:
            rest = lazy_pinyin(name[len(surname) :])
            return " ".join([_SURNAMES[surname], *rest])[:120] + " " + name[:39]
    return " ".join(lazy_pinyin(name)).lower()[:120] + " " + name[:39]
