"""The names of what events begin and end by number, for the messages of `order`."""

from typing import NamedTuple


class Thing(NamedTuple):
    """One numbered thing in both languages: its name, "an open one", "no open one", and all of them."""

    zh: str
    en: str
    open_zh: str
    open_en: str
    none_open_en: str
    all_zh: str
    all_en: str


def _thing(zh: str, en: str, open_zh: str, open_en: str, all_en: str = "") -> Thing:
    return Thing(zh, en, open_zh, open_en, f"no {en} that is {open_en}", zh, all_en or f"{en}s")


THINGS = {
    "party": _thing("当事人", "party", "仍在本案中的当事人", "in the case", "parties"),
    "hearing": _thing("庭次", "hearing", "已排期尚未开的庭", "scheduled and still to be held"),
    "deduction": _thing("扣除期间", "deduction", "尚未结束的扣除期间", "running"),
    "suspension": _thing("中止期间", "suspension", "尚未恢复的中止期间", "standing"),
    "supplementary_investigation": _thing(
        "补充侦查", "supplementary investigation", "尚未移送回来的补充侦查", "still out"
    ),
    "notice": _thing("公告", "public notice", "尚未期满的公告", "running"),
    "request": _thing("延长申请", "request", "尚未决定的延长申请", "pending"),
    "document": _thing("材料", "document", "在卷的材料", "in the file"),
}
