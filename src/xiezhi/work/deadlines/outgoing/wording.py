"""What dates are called where they leave the screen: on paper, in a calendar, in a letter. The page has its own, drawn words."""

from datetime import date

from xiezhi.rules.language import tr
from xiezhi.rules.limits.duties import load_duties
from xiezhi.rules.limits.loader import load_catalogue

_SUBJECTS = {
    "party": ("第{no}号当事人", "party {no}"),
    "hearing": ("第{no}次开庭", "hearing {no}"),
    "request": ("第{no}号申请", "request {no}"),
    "span": ("第{no}段", "span {no}"),
    "document": ("第{no}号材料", "document {no}"),
}
TRIAL = "trial"


def clock_name(kind: str) -> str:
    """The name of a clock: the trial limit, a registry or transfer rule, a secondary clock; an unknown kind by its key."""
    if kind == TRIAL:
        return tr("审限", "trial limit")
    return rule_name(kind)


def rule_name(rule: str) -> str:
    """The name of a rule of the catalogue or of a secondary clock."""
    found = load_catalogue().rules.get(rule) or load_duties().get(rule)
    return tr(found.name_zh, found.name_en) if found else rule


def subject_name(subject: str) -> str:
    """Whom or what in the case a date is about, by its number, never by a name; empty for the case itself."""
    thing, _, number = subject.partition("/")
    words = _SUBJECTS.get(thing)
    return tr(*words).format(no=number) if words else subject


def joined(*words: str) -> str:
    """Words one after another, as each language parts them."""
    return tr("，", ", ").join(filter(None, words))


def number_shown(number: str, protected: bool) -> str:
    """A case number as it may leave the screen: protected cases are not named anywhere outside."""
    if protected:
        return tr("受保护案件", "protected case")
    return number or tr("（未编号）", "(no number yet)")


def plain_text(text: str) -> str:
    """A text of somebody's hand without the characters that no reader sees and some programs obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def days_until(due_on: date, today: date) -> int:
    """Days left; negative once it is past."""
    return (due_on - today).days
