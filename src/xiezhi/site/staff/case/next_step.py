"""Who acts next and by when: every case has a next actor and, where the law or the calendar gives one, a next date."""

from datetime import date

from xiezhi.record.projection import hearing_time
from xiezhi.record.state import CaseState
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import APPROVERS
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.case.known import Known
from xiezhi.site.staff.case.voice import Voice, approver, sentence
from xiezhi.site.staff.parts import Due, NextStep
from xiezhi.work.deadlines.panel import Limit


def next_of(known: Known, limit: Limit, voice: Voice) -> NextStep:
    """The next actor with the dates ahead."""
    words = _after_closing(known.state) if known.state.closed_on else _pending(known, limit, voice)
    dates = [] if known.state.closed_on else _dates(known, limit)
    return NextStep(words, tuple(sorted(dates, key=lambda due: due.on)))


def _after_closing(state: CaseState) -> str:
    if state.stage == "archived":
        return tr("已归档，没有待办的事", "Archived; nothing is left to do")
    if state.stage == "effective":
        return tr("书记员：整理案卷，归档", "Clerk: put the file in order and archive it")
    if state.appeals:
        return tr("书记员：移送上诉案卷", "Clerk: forward the appeal with the file")
    return tr(
        "书记员：送达裁判文书，登记生效或者上诉", "Clerk: serve the decision, record its effect or an appeal"
    )


def _pending(known: Known, limit: Limit, voice: Voice) -> str:
    state = known.state
    if state.filed_on is None:
        return tr("立案庭：审查是否立案", "Filing division: decide on docketing")
    if state.reporting_judge is None:
        return tr("立案庭：分案，确定承办法官", "Filing division: assign the case to a judge")
    judge = voice.names.officer(state.reporting_judge)
    request = next((one for one in state.requests if one.standing == "pending"), None)
    if request is not None:
        who = approver(request.approver)
        return tr(
            f"{who or '批准人'}：决定延长审限的申请",
            f"{sentence(who or 'the approver')}: decide on the extension",
        )
    return tr(f"承办法官{judge}：", f"Reporting judge {judge}: ") + _of_judge(known, limit)


def _of_judge(known: Known, limit: Limit) -> str:
    state, on, outcome = known.state, known.on, limit.outcome
    hearing = _next_hearing(state)
    if state.suspended:
        return tr("核查中止的原因是否消除", "check whether the cause of the suspension still stands")
    if outcome and outcome.deadline and outcome.deadline < on:
        return tr("已过届满日，须办结并说明原因", "past the last day; close the case and give the reason")
    if hearing and hearing <= on:
        day = short_day(hearing, on)
        return (
            tr(f"登记{day}的庭审", f"record the hearing of {day}")
            if hearing < on
            else tr("今天开庭", "hearing today")
        )
    if hearing:
        return tr(f"{short_day(hearing, on)}开庭", f"hearing on {short_day(hearing, on)}")
    if outcome and outcome.stopped_on:
        return tr(
            "扣除事由消除后登记，恢复计算", "record the end of the deduction, so that the clock runs on"
        )
    if outcome and outcome.deadline:
        day = short_day(outcome.deadline, on)
        return tr(f"最迟{day}办结", f"close the case by {day}")
    if outcome is None and limit.outside is None:
        return tr("登记适用程序，以便计算期限", "record the procedure, so that the limit can be computed")
    return tr("办理中，没有届满日", "in progress; there is no last day")


def _next_hearing(state: CaseState) -> date | None:
    days = [hearing_time(one["starts_at"]).date() for one in state.hearings if one["standing"] == "scheduled"]
    return min(days, default=None)


def _dates(known: Known, limit: Limit) -> list[Due]:
    on, outcome = known.on, limit.outcome
    dates = [_hearing(one) for one in known.state.hearings if one["standing"] == "scheduled"]
    if limit.next_check is not None:
        dates.append(Due(limit.next_check, tr("核查中止原因（内部）", "check of the suspension (internal)")))
    if limit.target is not None:
        dates.append(Due(limit.target, tr("内部目标，不是法定期限", "own target, not a legal limit")))
    if outcome and outcome.soft_deadline:
        dates.append(Due(outcome.soft_deadline, tr("软期限", "soft date")))
    if limit.rung and limit.rung.apply_by:
        approver = APPROVERS.get(limit.rung.step.approver)
        words = tr("最迟申请延长", "last day to ask for an extension")
        if approver:
            words += tr(f"，由{approver[0]}批准", f", decided by {approver[1]}")
        dates.append(Due(limit.rung.apply_by, words))
    if outcome and outcome.deadline:
        dates.append(Due(outcome.deadline, tr("审限届满", "last day of the limit")))
    return [due for due in dates if due.on >= on]


def _hearing(hearing: dict[str, object]) -> Due:
    at = hearing_time(str(hearing["starts_at"]))
    room = hearing.get("room")
    words = tr(f"{at:%H:%M}，第{hearing['no']}次开庭", f"{at:%H:%M}, hearing {hearing['no']}")
    return Due(at.date(), words + (f"{tr('，', ', ')}{room}" if room else ""))
