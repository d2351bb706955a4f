"""What stops and moves the clock: conversions, supplementary investigations, deductions, suspensions, requests for more time."""

from xiezhi.demo.cases.columns import GRANTED, LAPSED, NEVER, REFUSED, WITHDRAWN, WRONG_APPROVER
from xiezhi.demo.cases.kinds import grounds, paces
from xiezhi.demo.cases.ladders import Asking
from xiezhi.demo.cases.telling import Telling
from xiezhi.demo.model import Payload
from xiezhi.rules.dates import add_months
from xiezhi.rules.limits.duties import load_warnings

_LATE_START = 0.07  # of the deductions that are entered only days or weeks after they began
_GROUND_GIVEN = 0.97
_LAPSES_AFTER = 10
_REVIEWED = 0.85  # of the looks at the cause of a suspension that fall due
_MOST_REVIEWS = 40


def tell_stops(case: Telling) -> None:
    """All that bears on the limit, as planned."""
    row = case.row
    if row.converted != NEVER:
        data = {"to": paces()[row.converted_to].procedure, "reason": case.pick("conversion")}
        case.add(row.converted, "procedure.converted", case.chair, data, case.slow(0.05))
    if row.investigated_from != NEVER:
        span = {"span_no": next(case.spans)}
        started = {**span, "reason": case.pick("investigation")}
        case.add(row.investigated_from, "supplementary_investigation.started", case.chair, started)
        case.add(row.investigated_to, "supplementary_investigation.returned", case.chair, span)
    if row.deduction >= 0:
        _deduct(case)
    if row.suspension >= 0:
        _suspend(case)
    if row.answer and row.asked != NEVER:
        _ask(case)
        if row.asked_again != NEVER:
            _ask_again(case)


def _deduct(case: Telling) -> None:
    row, span = case.row, {"span_no": next(case.spans)}
    begun = {**span, "ground": grounds()[row.deduction], "document": f"{case.head.number}通知书"}
    late = 3 + int(case.draws.expovariate(0.09)) if case.happens(_LATE_START) else 0
    late = min(late, row.deducted_to - row.deducted_from)
    case.add(row.deducted_from, "deduction.started", case.chair, begun, late, holds=late > 0)
    case.add(row.deducted_to, "deduction.ended", case.chair, span, case.slow(0.06))


def _suspend(case: Telling) -> None:
    row, span = case.row, {"span_no": next(case.spans)}
    ground = grounds()[row.suspension]
    begun: Payload = {**span, "ground": ground, "document": f"{case.head.number}之一裁定书"}
    if ground == "other":
        begun["reason"] = case.pick("other_suspension")
    case.add(row.suspended_from, "suspension.ordered", case.chair, begun)
    _review(case, span)
    case.add(row.suspended_to, "suspension.ended", case.chair, span, case.slow(0.05))


def _review(case: Telling, span: Payload) -> None:
    """Every few months somebody looks whether the cause still stands; now and then nobody does."""
    if case.row.suspended_from > case.setting.last:
        return
    start = case.setting.dates[case.row.suspended_from]
    until = min(case.row.suspended_to, case.setting.last)
    every = load_warnings().suspension_every_months
    for times in range(1, _MOST_REVIEWS):
        day = case.row.suspended_from + (add_months(start, every * times) - start).days
        if day >= until:
            return
        if case.happens(_REVIEWED):
            data = {**span, "reason": case.pick("review")}
            case.add(case.setting.back[day], "suspension.reviewed", case.chair, data)


def _ask(case: Telling) -> None:
    row, draws = case.row, case.draws
    asking = case.setting.ladders.asking(case.procedure or "", 0, case.level, draws)
    if asking is None:
        return
    if row.answer == WRONG_APPROVER:
        asking = asking._replace(approver="division_head")
    case.add(row.asked, "extension.requested", case.chair, _request(case, 1, asking))
    if row.decided > case.closed:
        return  # closed while the request was waiting: nobody decided it any more
    president, number = case.desk.president, {"request_no": 1}
    if row.answer in (GRANTED, WRONG_APPROVER):
        granted = _grant(1, asking if case.happens(_GROUND_GIVEN) else asking._replace(ground=None))
        case.add(row.decided, "extension.granted", president, granted, case.slow(0.04))
    elif row.answer == REFUSED:
        data = {**number, "approver": asking.approver, "reason": case.pick("refused")}
        case.add(row.decided, "extension.refused", president, data)
    elif row.answer == WITHDRAWN:
        case.add(row.decided, "extension.withdrawn", case.chair, number)
    elif row.answer == LAPSED and row.decided + _LAPSES_AFTER < case.closed:
        case.add(case.setting.back[row.decided + _LAPSES_AFTER], "extension.lapsed", case.chair, number)


def _ask_again(case: Telling) -> None:
    row = case.row
    asking = case.setting.ladders.asking(case.procedure or "", 1, case.level, case.draws)
    if asking is not None and row.decided_again <= case.closed:
        case.add(row.asked_again, "extension.requested", case.chair, _request(case, 2, asking))
        case.add(row.decided_again, "extension.granted", case.desk.president, _grant(2, asking))


def _request(case: Telling, number: int, asking: Asking) -> Payload:
    request: Payload = {
        "request_no": number,
        **asking.length,
        "approver": asking.approver,
        "reason": case.pick("extension"),
    }
    if asking.ground:
        request["ground"] = asking.ground
    return request


def _grant(number: int, asking: Asking) -> Payload:
    grant: Payload = {"request_no": number, **asking.length, "approver": asking.approver}
    if asking.ground:
        grant["ground"] = asking.ground
    if asking.filed_with_high:
        grant["filed_with_high"] = True
    return grant
