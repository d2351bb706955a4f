"""The filters of the docket as chips: those that are set with their cross, then a menu for each that can be set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xiezhi.record.models import Court, Division, Officer, Post
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import courts_of
from xiezhi.rules.language import tr
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.clock_strip.words import short_day
from xiezhi.site.staff.docket.asking import LEVELS, NAMES, Asked
from xiezhi.site.staff.docket.columns import STAGES, choice_name, procedure_name, stage_name
from xiezhi.site.staff.docket.views import is_wide, scope_of
from xiezhi.site.staff.parts import Chip

WHO_REPORTS = (
    "judge",
    "presiding_judge",
    "enforcement_officer",
    "president",
    "vice_president",
    "division_head",
    "deputy_division_head",
)
OF_CLOSED = ("closed", "effective", "archived")


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter that can be set: a list of choices, a field to type in (`typed`), or two days (`days`)."""

    name: str
    words: str
    choices: tuple[Chip, ...] = ()
    typed: bool = False
    days: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The courts, divisions and judges a filter can name, in administrative order, judges by name."""

    courts: Mapping[UUID, str]
    divisions: Mapping[UUID, str]
    judges: Mapping[UUID, str]


def people_for(asked: Asked, viewer: Viewer) -> People:
    """Courts where the docket spans several; divisions and judges of the one court looked at."""
    assert viewer.post is not None
    courts = _courts(viewer) if is_wide(viewer) else {}
    court = (asked.filters.court or viewer.post.court) if is_wide(viewer) else viewer.post.court
    if is_wide(viewer) and court not in courts:
        court = viewer.post.court
    divisions = Division.objects.filter(court=court, last_on=None).values_list("pk", "name", "name_en")
    on = viewer.on
    held = Post.objects.filter(Q(last_on=None) | Q(last_on__gte=on), court=court, role__in=WHO_REPORTS)
    judges = Officer.objects.filter(pk__in=held.values("officer")).order_by("name_key", "pk")
    return People(
        courts,
        {key: tr(zh, en or zh) for key, zh, en in divisions},
        dict(judges.values_list("pk", "name")),
    )


def _courts(viewer: Viewer) -> dict[UUID, str]:
    found = Court.objects.filter(pk__in=courts_of(viewer)).values_list("pk", "name", "name_en")
    return {key: tr(zh, en or zh) for key, zh, en in found}


def chips_set(asked: Asked, people: People, today: date) -> list[Chip]:
    """The filters that are set; pressing one takes it off."""
    filters, chips = asked.filters, []
    for name, value in filters.set().items():
        if name.endswith(("_from", "_to")):
            continue
        chips.append(Chip(_set_words(people, name, value), "?" + asked.address(**{name: None}), on=True))
    for what, zh, en in (("filed", "立案", "Filed"), ("due", "届满", "Due")):
        first, last = getattr(filters, f"{what}_from"), getattr(filters, f"{what}_to")
        if first or last:
            words = f"{tr(zh, en)} {_range(first, last, today)}"
            off = {f"{what}_from": None, f"{what}_to": None}
            chips.append(Chip(words, "?" + asked.address(**off), on=True))
    return chips


def _range(first: date | None, last: date | None, today: date) -> str:
    if first and last:
        return f"{short_day(first, today)}–{short_day(last, today)}"
    if first:
        return tr(f"{short_day(first, today)}起", f"from {short_day(first, today)}")
    assert last is not None
    return tr(f"至{short_day(last, today)}", f"to {short_day(last, today)}")


def _set_words(people: People, name: str, value: str) -> str:
    named = {"judge": people.judges, "division": people.divisions, "court": people.courts}
    if name in named:
        other = tr(f"{tr(*NAMES[name])}：其他", f"{tr(*NAMES[name])}: other")
        return named[name].get(UUID(value), other)
    match name:
        case "stage":
            return stage_name(value)
        case "branch":
            return choice_name("branch", value)
        case "procedure":
            return procedure_name(value)
        case "level":
            zh, en, _ = LEVELS[value]
            return tr(zh, en)
        case _:
            return tr(f"案由含“{value}”", f'Cause has "{value}"')


def menus(asked: Asked, people: People, viewer: Viewer) -> list[Menu]:
    """The filters that are not set yet, as menus."""
    filters, closed = asked.filters, asked.view.closed
    stages = [name for name in STAGES if (name in OF_CLOSED) == closed]
    found = [
        _menu(asked, "court", people.courts.items()),
        _menu(asked, "stage", ((name, stage_name(name)) for name in stages)),
        _menu(asked, "branch", ((name, choice_name("branch", name)) for name in load_procedure().choices["branch"])),
        _menu(asked, "procedure", _procedures(filters.branch)),
        None if filters.cause else Menu("cause", tr(*NAMES["cause"]), typed=True),
        _menu(asked, "judge", people.judges.items() if _many_judges(viewer) else ()),
        _menu(asked, "division", people.divisions.items() if _many_judges(viewer) else ()),
        None if closed else _menu(asked, "level", ((name, tr(zh, en)) for name, (zh, en, _) in LEVELS.items())),
        None if filters.filed_from or filters.filed_to else Menu("filed", tr("立案日", "Filed"), days=True),
        None if filters.due_from or filters.due_to else Menu("due", tr("届满日", "Due"), days=True),
    ]  # fmt: skip
    return [menu for menu in found if menu is not None]


def _many_judges(viewer: Viewer) -> bool:
    return scope_of(viewer) in ("court", "court_and_below", "division", "closed", "own_cases")


def _procedures(branch: str | None) -> list[tuple[str, str]]:
    rules = load_catalogue().rules.values()
    return [(rule.id, procedure_name(rule.id)) for rule in rules if branch in (None, rule.branch)]


def _menu(asked: Asked, name: str, choices: Iterable[tuple[object, str]]) -> Menu | None:
    if getattr(asked.filters, name) is not None:
        return None
    # A division or a judge of one court says nothing in another one.
    off = {"judge": None, "division": None} if name == "court" else {}
    links = tuple(Chip(words, "?" + asked.address(**off, **{name: str(value)})) for value, words in choices)
    return Menu(name, tr(*NAMES[name]), links) if len(links) > 1 else None
