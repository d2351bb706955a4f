"""Words for the forms of single kinds: how the day is called, and what helps to fill in a field."""

from functools import cache

from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import EventKind
from xiezhi.rules.procedure.kinds import NUMBERED
from xiezhi.rules.procedure.things import THINGS
from xiezhi.site.staff.recording.inputs import capital

Names = tuple[str, str]

DAYS: dict[str, Names] = {
    "case.closed": ("结案日期", "Closing day"),
    "hearing.scheduled": ("排期日期", "Scheduled on"),
    "hearing.held": ("开庭日期", "Held on"),
    "deduction.started": ("开始日期", "Begins on"),
    "deduction.ended": ("结束日期", "Ends on"),
    "suspension.ordered": ("裁定日期", "Ordered on"),
    "suspension.ended": ("恢复日期", "Resumed on"),
    "extension.requested": ("申请日期", "Requested on"),
    "extension.granted": ("决定日期", "Decided on"),
    "extension.refused": ("决定日期", "Decided on"),
    "procedure.converted": ("决定日期", "Decided on"),
    "notice.published": ("发出日期", "Issued on"),
    "notice.ended": ("期满日期", "Ended on"),
    "custody.changed": ("变更日期", "Changed on"),
    "supplementary_investigation.started": ("开始日期", "Begins on"),
    "supplementary_investigation.returned": ("移送法院日期", "Returned on"),
    "document.filed": ("入卷日期", "Filed on"),
    "case.assigned": ("分案日期", "Assigned on"),
}
HINTS: dict[tuple[str, str], Names] = {
    ("hearing.adjourned", "ground"): (
        "法律列明的情形；“其他应当延期的情形”须报院长批准",
        "the cases the law lists; “other circumstances” need the president's approval",
    ),
    ("hearing.adjourned", "next"): ("还没有定的，可以不填", "leave it empty if it is not fixed yet"),
    ("extension.requested", "months"): ("按月或者按日，填一项", "in months or in days, one of the two"),
    ("extension.granted", "months"): ("按月或者按日，填一项", "in months or in days, one of the two"),
    ("extension.granted", "decided_by"): (
        "上级法院决定的，写明法院和文号",
        "for the decision of a court above: which court, and the number of its decision",
    ),
    ("suspension.ordered", "reason"): ("事由选“其他”的，必须写明", "needed when the ground is “other”"),
    ("case.transferred", "to_court"): (
        "系统内的法院从列表选择，系统外的写全称",
        "choose a court of this system, write the full name of any other",
    ),
    ("case.merged", "into_number"): ("写全案号", "the whole case number"),
    ("appeal.filed", "by"): ("当事人以外的，如检察院抗诉", "others than parties, such as the procuratorate"),
    ("appeal.forwarded", "number"): ("上级法院的案号，已知的填写", "the number at the court above, if known"),
    ("record.sealed", "order"): ("决定书的名称、文号", "name and number of the decision"),
    ("correction.recorded", "reason"): (
        "为什么更正；留在记录里",
        "why it is corrected; this stays in the record",
    ),
}
ON_FIELDS: dict[str, Names] = {
    "document": ("名称；卷内已有的可以选择", "its name; papers in the file are offered"),
    "members": (
        "独任：一名承办法官；合议庭：审判长一名、承办法官一名，共三人以上单数。审判长自己承办的，列两行",
        "sole: one reporting judge; collegial: one presiding and one reporting judge, three or more, an odd number. A presiding judge who reports has two rows",
    ),
    "sensitive": (
        "证件号码、电话、地址加密保存，平时遮蔽；更正时留空的保持不变",
        "kept encrypted and masked; in a correction what is left empty stays as it was",
    ),
}


def day_label(kind: EventKind) -> str:
    """What the day of an event is called."""
    return tr(*DAYS.get(kind.name, ("发生日期", "Day it happened")))


def hint(kind: EventKind, field: str) -> str:
    """What stands under the label of a field, if anything."""
    words = HINTS.get((kind.name, field)) or ON_FIELDS.get(field)
    return tr(*words) if words else ""


def thing_label(kind: EventKind, field: str) -> str:
    """The name of what is spoken of by number: a hearing, not the number of a hearing."""
    thing = kind.ends or kind.uses
    if thing is None or NUMBERED[thing] != field:
        return ""
    return tr(THINGS[thing].zh, capital(THINGS[thing].en))


def citations_for(kind: EventKind, branch: str) -> tuple[str, ...]:
    """The articles of a kind without those of texts on which only other branches rest; of a branch that has no law, all of them."""
    texts = _texts_of_branches()
    if branch not in texts:
        return kind.citations
    foreign = set().union(*texts.values()) - texts[branch]
    return tuple(one for one in kind.citations if _text_of(one) not in foreign)


@cache
def _texts_of_branches() -> dict[str, set[str]]:
    """By branch its procedure law, and the texts that it, its rules and its grounds cite."""
    law = load_catalogue()
    texts = {
        key: {branch.law, *map(_text_of, branch.articles)}
        for key, branch in law.branches.items()
        if branch.law
    }
    for rule in law.rules.values():
        cited = (one for version in rule.versions for one in version.articles)
        texts.get(rule.branch, set()).update(map(_text_of, cited))
    for ground in law.grounds.values():
        for key, articles in ground.articles.items():
            texts.get(key, set()).update(map(_text_of, articles))
    return texts


def _text_of(citation: str) -> str:
    return citation.replace(" ", ":").partition(":")[0]
