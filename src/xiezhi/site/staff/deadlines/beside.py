"""The clocks beside the trial limit on the board: how urgent they are, and the nearest of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from xiezhi.rules.language import tr
from xiezhi.site.staff.case.voice import sentence
from xiezhi.site.staff.deadlines.asking import Asked
from xiezhi.site.staff.deadlines.naming import Named, left_words, named
from xiezhi.work.deadlines.outgoing.wording import clock_name, subject_name
from xiezhi.work.deadlines.watched.beside import Beside, beside_in, read_beside, untold_in

SHOWN = 12
WEEK = 7


@dataclass(frozen=True, slots=True)
class BesideLine:
    """One of the other clocks in words."""

    what: str
    due_on: date
    left: str
    past: bool
    provisional: bool
    case: Named


def spans(on: date) -> dict[str, Q]:
    """How urgent a day is, as conditions on it."""
    week = on + timedelta(days=WEEK)
    return {
        "past": Q(due_on__lt=on),
        "today": Q(due_on=on),
        "week": Q(due_on__gt=on, due_on__lte=week),
        "later": Q(due_on__gt=week),
    }


SPAN_WORDS = {
    "past": ("已过", "Past"),
    "today": ("今日", "Today"),
    "week": ("七日内", "Within a week"),
    "later": ("以后", "Later"),
}


NOT_TOLD = "untold"
NOT_TOLD_WORDS = ("来源未载是否办理", "Not told by the source")


def urgency_links(asked: Asked) -> list[tuple[str, int, str, str]]:
    """Of the other clocks: in words, how many, the list of them, and the key."""
    counted = beside_in(asked.viewer, asked.scope).aggregate(
        **{name: Count("pk", filter=span) for name, span in spans(asked.on).items()}
    )
    links = [
        (tr(*SPAN_WORDS[name]), counted[name], asked.address("deadlines_list", "beside", span=name), name)
        for name in SPAN_WORDS
    ]
    not_told = untold_in(asked.viewer, asked.scope).count()
    if not_told:
        address = asked.address("deadlines_list", "beside", span=NOT_TOLD)
        links.append((tr(*NOT_TOLD_WORDS), not_told, address, NOT_TOLD))
    return links


def nearest_beside(asked: Asked) -> list[BesideLine]:
    """The other clocks with the nearest days."""
    rows = beside_in(asked.viewer, asked.scope)
    return [line(one, asked.on) for one in read_beside(asked.viewer, rows, SHOWN)]


def line(one: Beside, today: date) -> BesideLine:
    """A clock in words."""
    joint = tr("，", ", ")
    what = sentence(joint.join(filter(None, (clock_name(one.kind), subject_name(one.subject)))))
    return BesideLine(
        what, one.due_on, left_words(one.due_on, today), one.due_on < today, one.provisional, named(one.case)
    )
