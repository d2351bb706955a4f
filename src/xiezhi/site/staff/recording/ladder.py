"""What the forms about more time show and begin with: the days used, what was granted before, and the next step of the ladder."""

from datetime import date
from typing import Any, NamedTuple

from xiezhi.record.state import Request
from xiezhi.rules.documents import Source
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import LadderStep, Length
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.sentences import APPROVERS, length_en, length_zh
from xiezhi.site.clock_strip.words import count_days, short_day, whole_day
from xiezhi.site.staff.case.voice import length
from xiezhi.site.staff.recording.desk import Desk

OF_LADDER = ("extension.requested", "extension.granted", "extension.refused")
# The words of the ladder that leave the level open, by the level of the court of the case.
_OPEN = {"high_or_spc": {"high": "spc"}, "any": {}}
_OPEN_OTHERWISE = {"high_or_spc": "high", "any": "not_specified"}
# Posts that decide at the level of a step; a vice-president by written delegation.
DECIDING = {"president": ("president", "vice_president"), "vice_president": ("vice_president",)}


class LadderFacts(NamedTuple):
    """The facts beside the form; `sources` are the articles of the next step. `closed`: no further extension is lawful."""

    pairs: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    closed: bool


def step_of(desk: Desk) -> LadderStep | None:
    """The next step of the ladder for this case."""
    return desk.limit.rung.step if desk.limit.rung else None


def approver_of(step: LadderStep, court_level: str) -> str:
    """The level that decides, as events write it."""
    if step.approver in _OPEN:
        return _OPEN[step.approver].get(court_level, _OPEN_OTHERWISE[step.approver])
    return step.approver


def pending(desk: Desk) -> Request | None:
    """The request that waits for a decision."""
    return next((one for one in desk.state.requests if one.standing == "pending"), None)


def starting(desk: Desk) -> dict[str, Any]:
    """What a request begins with: as much as the next step allows, addressed to whom it names."""
    step = step_of(desk)
    if step is None:
        return {}
    content: dict[str, Any] = {"approver": approver_of(step, desk.court.level)}
    if step.length is not None and not (step.length.months and step.length.days):
        content |= {"months": step.length.months} if step.length.months else {"days": step.length.days}
    return content


def deciding(desk: Desk) -> dict[str, Any]:
    """What a decision begins with: as asked, by whom it was asked; the name of the one who decides himself."""
    request = pending(desk)
    if request is None:
        return starting(desk)
    content: dict[str, Any] = {
        "request_no": request.no,
        "months": request.months,
        "days": request.days,
        "approver": request.approver,
        "ground": request.ground,
    }
    if decides_himself(desk, request.approver):
        content["decided_by"] = desk.viewer.name
    return content


def unneeded(desk: Desk) -> frozenset[str]:
    """The fields that the next step of the ladder does not ask for, and the request does not name."""
    if desk.kind.name not in OF_LADDER:
        return frozenset()
    step, request = step_of(desk), pending(desk)
    needs = {
        "ground": bool((step and step.grounds) or (request and request.ground)),
        "parties_consent": bool(step and step.consent_required),
        "filed_with_high": bool(step and step.filing_required),
    }
    return frozenset(name for name, needed in needs.items() if not needed)


def decides_himself(desk: Desk, approver: str) -> bool:
    """Whether the viewer holds the post that the level names."""
    return desk.recorder.role in DECIDING.get(approver, ())


def facts_of(desk: Desk) -> LadderFacts | None:
    """What to look at before asking for, or deciding on, more time; nothing where no limit is reckoned."""
    outcome, on = desk.limit.outcome, desk.today
    if outcome is None or desk.kind.name not in OF_LADDER:
        return None
    used = outcome.gross_days or 0
    pairs = [
        *_asked(desk),
        (
            tr("已用", "Used"),
            tr(f"自然天数{used}日，净{outcome.net_days}日", f"{count_days(used)}, net {outcome.net_days}"),
        ),
        (tr("此前延长", "Granted before"), _granted(desk)),
    ]
    rung = desk.limit.rung
    if rung is None or outcome.deadline is None:
        words = tr("法律没有规定进一步的延长", "the law provides for no further extension")
        return LadderFacts((*pairs, (tr("下一步", "Next step"), words)), (), closed=True)
    step, sources = rung.step, load_catalogue().documents.cite_known(rung.step.articles, outcome.deadline)
    pairs.append((tr("下一步", "Next step"), _step(step)))
    if rung.apply_by is not None:
        pairs.append((tr("最迟申请", "Ask by"), _last_day(rung.apply_by, on)))
    if rung.decide_by is not None:
        pairs.append((tr("最迟决定", "Decide by"), _last_day(rung.decide_by, on)))
    if rung.refuse_by is not None:
        pairs.append((tr("不同意的，最迟决定", "Refuse by"), _last_day(rung.refuse_by, on)))
    return LadderFacts(tuple(pairs), sources, closed=False)


def _asked(desk: Desk) -> list[tuple[str, str]]:
    """The request that is decided on, and its reason: it is addressed to whoever decides."""
    request = pending(desk)
    if request is None or desk.kind.name == "extension.requested":
        return []
    asked = length({"months": request.months, "days": request.days})
    day = short_day(request.asked_on, desk.today)
    pairs = [(tr("申请", "Requested"), tr(f"{asked}，{day}提出", f"{asked}, asked {day}"))]
    return [*pairs, (tr("理由", "Reason"), request.reason)] if request.reason else pairs


def _granted(desk: Desk) -> str:
    granted = [one for one in desk.state.requests if one.standing == "granted"]
    lengths = [_length(Length(one.months or 0, one.days or 0)) for one in granted]
    return tr("、", ", ").join(lengths) or tr("无", "nothing")


def _step(step: LadderStep) -> str:
    who = APPROVERS.get(step.approver)
    by = tr(*who) if who else tr("有权的法院", "the competent court")
    most = _length(step.length) if step.length else tr("长度不限", "as long as needed")
    words = tr(f"由{by}决定，至多{most}", f"{by} decides, at most {most}")
    if step.length is None:
        words = tr(f"由{by}决定，{most}", f"{by} decides, {most}")
    if step.consent_required:
        words += tr("；须双方当事人同意", "; both parties must consent")
    if step.filing_required:
        words += tr("；须层报高级人民法院备案", "; must be filed with the high court")
    return words


def _last_day(day: date, on: date) -> str:
    if day >= on:
        return tr(
            f"{short_day(day, on)}，还有{(day - on).days}日",
            f"{short_day(day, on)}, {count_days((day - on).days)} left",
        )
    return tr(
        f"{whole_day(day)}，已过{(on - day).days}日", f"{whole_day(day)}, {count_days((on - day).days)} ago"
    )


def _length(length: Length) -> str:
    return tr(length_zh(length), length_en(length))
