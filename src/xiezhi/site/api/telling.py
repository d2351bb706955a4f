"""Answers filled from the record: what a viewer may read of a case, in the reader's language."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from xiezhi.record import schemas
from xiezhi.record.models import Case, Event
from xiezhi.record.models.shared import HERE
from xiezhi.rules.documents import Source
from xiezhi.rules.language import tr
from xiezhi.rules.limits.issues import ISSUE_TEXTS
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.advice import Advice
from xiezhi.rules.procedure.catalogue import EventKind, event_kind
from xiezhi.site.api import shapes
from xiezhi.site.staff.case.kin import family_of
from xiezhi.site.staff.case.known import Known, is_destroyed, of_inner_file
from xiezhi.site.staff.case.names import names_of
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.timeline import readable
from xiezhi.work.deadlines.panel import Limit

SENSITIVE = "sensitive"
# Where events write numbers and identifiers of other cases.
OTHER_CASES = ("number", "into_number", "into_numbers", "case_id", "into_case_id", "dispute_id")


def kind_of(kind: EventKind) -> shapes.Kind:
    """A kind of event with the JSON schema of its content."""
    return shapes.Kind(
        name=kind.name,
        version=kind.version,
        title=tr(kind.name_zh, kind.name_en),
        phase=kind.phase,
        object_class=kind.object_class,
        clock=kind.clock,
        recorders=list(kind.recorders),
        needs=list(kind.needs),
        forbids=list(kind.forbids),
        after_closing=kind.after_closing,
        articles=list(kind.citations),
        content=schemas.model(kind.name).model_json_schema(),
    )


def line_of(case: Case) -> dict[str, Any]:
    """What a list shows of a case; its court is loaded with it."""
    return {
        "id": case.pk,
        "number": case.number,
        "court": _named(case.court),
        "branch": case.branch,
        "instance": case.instance,
        "type": case.type,
        "procedure": case.procedure,
        "cause": case.cause_name,
        "stage": case.stage,
        "received_on": case.received_on,
        "filed_on": case.filed_on,
        "closed_on": case.closed_on,
    }


def case_of(opened: Opened, known: Known, limit: Limit) -> shapes.CaseAnswer:
    """A case with its limit, and with its events where the viewer may read them."""
    case = opened.file.case
    judge = case.reporting_judge
    return shapes.CaseAnswer(
        **line_of(case),
        division=_named(case.division) if case.division else None,
        reporting_judge=shapes.Named(id=judge.pk, name=judge.name) if judge else None,
        outcome=case.outcome,
        amount_fen=case.amount_fen,
        secrecy=case.secrecy,
        last_seq=known.state.last_seq,
        contents=opened.reads_contents,
        limit=limit_of(limit),
        events=events_of(opened, known) if opened.reads_contents else None,
    )


def classes_shown(opened: Opened, known: Known) -> frozenset[str]:
    """The object classes whose contents an answer shows, for the trail."""
    if not opened.reads_contents:
        return frozenset()
    inner = opened.file.opens("O2") and any(of_inner_file(one, known.state) for one in known.state.history)
    return frozenset({"O1", "O2"} if inner else {"O1"})


def events_of(opened: Opened, known: Known) -> list[shapes.Event]:
    """The events this viewer may read, in the order of their recording."""
    names, numbers, state = names_of(known), family_of(opened, known).numbers, known.state
    refs = dict(Event.objects.filter(case=opened.case).values_list("seq", "external_ref"))
    corrected = {
        one.data["corrects"]: one.seq
        for one in state.history
        if one.kind == "correction.recorded" and one.data and one.seq not in state.withdrawn
    }
    answers = []
    for one in readable(opened, known):
        logged = known.log[one.seq]
        kind = event_kind(one.kind)
        answers.append(
            shapes.Event(
                seq=one.seq,
                kind=one.kind,
                name=tr(kind.name_zh, kind.name_en),
                version=one.version,
                occurred_on=one.occurred_on,
                recorded_at=logged.recorded_at,
                recorded_by=names.officer(logged.officer) if logged.officer else None,
                source=logged.source or HERE,
                ref=refs.get(one.seq, ""),
                corrected_by=corrected.get(one.seq),
                data=None if is_destroyed(one, state) else told(one.data, numbers),
            )
        )
    return answers


def told(data: Any, numbers: frozenset[str]) -> Any:
    """The content of an event without what is masked on the page too: what could harm a person, and cases that are not open."""
    if isinstance(data, list):
        return [told(part, numbers) for part in data]
    if not isinstance(data, dict):
        return data
    named = [data[key] for key in ("number", "into_number") if key in data]
    closed = any(number not in numbers for number in named)
    shown = {}
    for key, value in data.items():
        if key == SENSITIVE:
            continue
        if key == "into_numbers":
            shown[key] = [number for number in value if number in numbers]
        elif key not in OTHER_CASES or not (closed or not named):
            shown[key] = told(value, numbers)
    return shown


def limit_of(limit: Limit) -> shapes.Limit:
    """The limit with its derivation."""
    outcome, rung = limit.outcome, limit.rung
    rule = load_catalogue().rules.get(outcome.rule) if outcome else None
    length = rung.step.length if rung else None
    return shapes.Limit(
        on=limit.on,
        status=str(outcome.status) if outcome else None,
        rule=outcome.rule if outcome else None,
        rule_name=tr(rule.name_zh, rule.name_en) if rule else "",
        law_version=outcome.law_version if outcome else None,
        anchor_on=outcome.anchor_date if outcome else None,
        due_on=outcome.deadline if outcome else None,
        nominal_on=outcome.nominal_deadline if outcome else None,
        soft_on=outcome.soft_deadline if outcome else None,
        stopped_on=outcome.stopped_on if outcome else None,
        deducted_days=outcome.deducted_days if outcome else 0,
        days_left=outcome.days_left if outcome else None,
        remaining_days=outcome.remaining_days if outcome else None,
        provisional=bool(outcome and outcome.provisional),
        in_time=outcome.in_time if outcome else None,
        issues=[
            shapes.Flaw(code=str(issue), text=tr(*ISSUE_TEXTS[issue]))
            for issue in (outcome.issues if outcome else ())
        ],
        next_extension=shapes.NextExtension(
            approver=rung.step.approver,
            months=length.months or None if length else None,
            days=length.days or None if length else None,
            apply_by=rung.apply_by,
        )
        if rung
        else None,
        derivation=[
            shapes.Step(
                text=tr(step.text_zh, step.text_en),
                start=step.start,
                end=step.end,
                days=step.days,
                articles=_articles(step.sources),
            )
            for step in (outcome.steps if outcome else ())
        ],
    )


def advice_of(found: Iterable[Advice]) -> list[shapes.AdviceAnswer]:
    """Advice as it is answered."""
    return [
        shapes.AdviceAnswer(
            code=one.code, zh=one.zh, en=one.en, field=one.field or None, articles=_articles(one.articles)
        )
        for one in found
    ]


def written(case: UUID, event: UUID, seq: int, number: str, *, repeated: bool = False) -> shapes.Written:
    """What was recorded, or had been."""
    return shapes.Written(case=case, event=event, seq=seq, number=number, repeated=repeated)


def _articles(sources: Iterable[Source]) -> list[shapes.Article]:
    return [
        shapes.Article(
            document=source.document,
            article=source.article,
            version=source.version,
            text=tr(source.zh, source.en),
        )
        for source in sources
    ]


def _named(thing: Any) -> shapes.Named:
    return shapes.Named(id=thing.pk, name=tr(thing.name, thing.name_en or thing.name))
