"""The law pages: every rule in force on a day, one rule whole with worked examples, the texts, and what changed between two days."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiezhi.rules.documents import Source
from xiezhi.rules.errors import InputError, OutsideValidity
from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import Catalogue, Ground, Rule, RuleVersion, articles_for
from xiezhi.rules.limits.duties import load_duties
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Facts
from xiezhi.site import law_words
from xiezhi.site.clock_strip import Strip, course_of, strip_of
from xiezhi.site.derivation import derivation_of
from xiezhi.site.law_changes import changes as changes_between
from xiezhi.site.law_changes import in_force, ladder_words
from xiezhi.site.law_examples import worked_examples
from xiezhi.site.staff.parts import Chip, Tab
from xiezhi.site.staff.typed import typed_day

PARTS = ("rules", "grounds", "duties", "readings", "texts")
EXAMPLE_DEDUCTION = 30  # days of the deduction in a worked example
ASKED_BEFORE, DECIDED_BEFORE = 20, 10  # days before the deadline, in a worked example
GRANTERS = {
    "any": "president",
    "high_or_spc": "high",
}  # who grants in an example where the law names a choice


class Asked(NamedTuple):
    """A day the reader typed: the day to use, and what was wrong with the words."""

    day: date
    fault: str


def _day(request: HttpRequest, name: str, default: date) -> Asked:
    typed = request.GET.get(name, "").strip()
    if not typed:
        return Asked(default, "")
    try:
        return Asked(typed_day(typed), "")
    except InputError as fault:
        return Asked(default, tr(fault.zh, fault.en))


def rules(request: HttpRequest) -> HttpResponse:
    """Everything the clock knows of the law, as of a day."""
    catalogue, asked = load_catalogue(), _day(request, "on", timezone.localdate())
    part = request.GET.get("part", "rules")
    if part not in PARTS:
        raise Http404
    context: dict[str, Any] = {"on": asked.day, "fault": asked.fault, "part": part, "catalogue": catalogue}
    try:
        rows = in_force(catalogue, asked.day)
    except OutsideValidity as outside:
        rows, context["fault"] = [], tr(outside.zh, outside.en)
    branch = request.GET.get("branch", "")
    counts = _counts(catalogue, rows)
    context["tabs"] = [
        Tab(words, f"?part={key}&on={asked.day}", counts[key], key == part) for key, words in _part_words()
    ]
    context |= _PAGES[part](catalogue, rows, asked.day, branch)
    return render(request, "law/rules.html", context)


def _part_words() -> list[tuple[str, str]]:
    words = (
        tr("期限", "Limits"),
        tr("扣除与中止", "Deductions and suspensions"),
        tr("其他期限", "Secondary clocks"),
        tr("读法", "Readings"),
        tr("文本", "Texts"),
    )
    return list(zip(PARTS, words, strict=True))


def _counts(catalogue: Catalogue, rows: list[RuleVersion]) -> dict[str, int]:
    sizes = (
        len(rows),
        len(catalogue.grounds),
        len(load_duties()),
        len(catalogue.reading_texts),
        len(catalogue.documents.by_key),
    )
    return dict(zip(PARTS, sizes, strict=True))


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of the list: its version of the day in words."""

    rule: Rule
    version: RuleVersion
    limit: str
    anchor: str
    ladder: list[str]
    sources: tuple[Source, ...]


def _rules_page(catalogue: Catalogue, rows: list[RuleVersion], on: date, branch: str) -> dict[str, Any]:
    present = [name for name in catalogue.branches if any(_branch(version) == name for version in rows)]
    shown = [version for version in rows if branch in ("", _branch(version))]
    chips = [Chip(tr("全部", "all"), f"?on={on}", branch == "", len(rows), one_of=True)]
    for name in present:
        found = catalogue.branches[name]
        count = sum(_branch(version) == name for version in rows)
        chips.append(
            Chip(
                tr(found.name_zh, found.name_en),
                f"?on={on}&branch={name}",
                name == branch,
                count,
                one_of=True,
            )
        )
    groups = [
        (
            catalogue.branches[name],
            [_rule_row(catalogue, version, on) for version in shown if _branch(version) == name],
        )
        for name in present
        if branch in ("", name)
    ]
    return {"chips": chips, "groups": groups, "branch": branch, "total": len(shown)}


def _branch(version: RuleVersion) -> str:
    return version.rule.partition(".")[0]


def _rule_row(catalogue: Catalogue, version: RuleVersion, on: date) -> RuleRow:
    return RuleRow(
        catalogue.rules[version.rule],
        version,
        law_words.limit_words(version),
        tr(*catalogue.anchors[version.anchor]),
        ladder_words(catalogue, version, on),
        catalogue.documents.cite_known(version.articles, on),
    )


def _grounds_page(catalogue: Catalogue, rows: list[RuleVersion], on: date, branch: str) -> dict[str, Any]:
    return {
        "grounds": [law_words.describe_ground(catalogue, ground, on) for ground in catalogue.grounds.values()]
    }


def _duties_page(catalogue: Catalogue, rows: list[RuleVersion], on: date, branch: str) -> dict[str, Any]:
    return {"duties": [law_words.describe_duty(catalogue, duty, on) for duty in load_duties().values()]}


def _readings_page(catalogue: Catalogue, rows: list[RuleVersion], on: date, branch: str) -> dict[str, Any]:
    found = catalogue.reading_texts.values()
    return {"readings": [law_words.describe_reading(catalogue, reading, on) for reading in found]}


def _texts_page(catalogue: Catalogue, rows: list[RuleVersion], on: date, branch: str) -> dict[str, Any]:
    return {"texts": [(text, text.version(on)) for text in catalogue.documents.by_key.values()]}


_PAGES = dict(
    zip(PARTS, (_rules_page, _grounds_page, _duties_page, _readings_page, _texts_page), strict=True)
)


def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule whole, as of a day, with examples the clock works out for a day the reader gives."""
    catalogue, today = load_catalogue(), timezone.localdate()
    found = catalogue.rules.get(rule)
    if found is None:
        raise Http404
    asked = _day(request, "on", today)
    try:
        version = found.version(asked.day)
    except OutsideValidity:
        version = found.versions[-1]
    anchor = _day(request, "anchor", max(version.first, min(asked.day, version.last)))
    facts = Facts(
        in_custody={"yes": True, "no": False}.get(request.GET.get("custody", "")),
        foreign_related=request.GET.get("foreign") == "yes",
    )
    context = {
        "rule": found,
        "branch": catalogue.branches[found.branch],
        "on": asked.day,
        "in_force": version.first <= asked.day <= version.last,
        "version": version,
        "row": _rule_row(catalogue, version, asked.day),
        "computation": catalogue.documents.cite_known(version.computation_articles, asked.day),
        "readings": [
            catalogue.reading_texts[name] for name in version.readings if name in catalogue.reading_texts
        ],
        "ladder": _ladder(catalogue, version, asked.day),
        "grounds": _grounds_of(catalogue, version, asked.day),
        "history": [
            (past, law_words.limit_words(past), past is version) for past in reversed(found.versions)
        ],
        "anchor": anchor.day,
        "facts": facts,
        "fault": asked.fault or anchor.fault,
        **_worked(catalogue, version, anchor.day, facts, today),
    }
    return render(request, "law/rule.html", context)


def _ladder(catalogue: Catalogue, version: RuleVersion, on: date) -> dict[str, Any] | None:
    """The ladder in force on the day, its rungs in words."""
    if version.ladder is None or catalogue.ladders[version.ladder].version(on) is None:
        return None
    ladder = catalogue.ladders[version.ladder]
    described = law_words.describe_ladder(catalogue, ladder, on)
    in_force_from = next(one.first for one in ladder.versions if one.first <= on <= one.last).isoformat()
    entry = next(one for one in described["versions"] if one["from"] == in_force_from)
    grounds = catalogue.extension_grounds
    for step in entry["steps"]:
        step["grounds"] = [tr(*grounds[name]) for name in step["grounds"] if name in grounds]
    return {"name": described["name"], **entry}


@dataclass(frozen=True, slots=True)
class GroundRow:
    """A ground that fits a rule, with the articles of its branch."""

    ground: Ground
    words: dict[str, Any]
    sources: tuple[Source, ...]


def _grounds_of(catalogue: Catalogue, version: RuleVersion, on: date) -> list[GroundRow]:
    return [
        GroundRow(
            ground,
            law_words.describe_ground(catalogue, ground, on),
            catalogue.documents.cite_known(articles_for(ground.articles, version.rule), on),
        )
        for ground in catalogue.grounds.values()
        if ground.applies_to(version.rule, on)
    ]


def _worked(
    catalogue: Catalogue, version: RuleVersion, anchor: date, facts: Facts, today: date
) -> dict[str, Any]:
    """The examples of a rule for one starting day; the first is also drawn and derived."""
    try:
        examples = worked_examples(catalogue, version, anchor, facts, today)
    except OutsideValidity as outside:
        return {"outside": tr(outside.zh, outside.en)}
    plain = examples[0].outcome
    drawn: Strip | None = (
        strip_of(course_of(plain, today=max(today, anchor)), key="example") if anchor <= today else None
    )
    return {"examples": examples, "strip": drawn, "derivation": derivation_of(plain)}


def text(request: HttpRequest, text: str) -> HttpResponse:
    """One law or interpretation: its wordings, and the rules that rest on it."""
    catalogue = load_catalogue()
    found = catalogue.documents.by_key.get(text)
    if found is None:
        raise Http404
    asked = _day(request, "on", timezone.localdate())
    context = {
        "text": found,
        "on": asked.day,
        "fault": asked.fault,
        "version": found.version(asked.day),
        "versions": list(reversed(found.versions)),
        "citing": _citing(catalogue, found.key, asked.day),
    }
    return render(request, "law/text.html", context)


def _citing(catalogue: Catalogue, key: str, on: date) -> list[tuple[Rule, list[Source]]]:
    """The rules in force on the day whose own articles stand in a text."""
    found = []
    for rule in catalogue.rules.values():
        for version in rule.versions:
            if version.first <= on <= version.last:
                cited = catalogue.documents.cite_known((*version.articles, *version.computation_articles), on)
                sources = [source for source in cited if source.document == key]
                if sources:
                    found.append((rule, sources))
    return found


def changes(request: HttpRequest) -> HttpResponse:
    """What a person would call a change between two days."""
    catalogue, today = load_catalogue(), timezone.localdate()
    later = _day(request, "to", today)
    earlier = _day(request, "from", later.day.replace(year=later.day.year - 1, day=1))
    context: dict[str, Any] = {
        "earlier": earlier.day,
        "later": later.day,
        "fault": earlier.fault or later.fault,
        "back": reverse("staff:law"),
    }
    try:
        found = changes_between(catalogue, earlier.day, later.day)
    except OutsideValidity as outside:
        return render(request, "law/changes.html", context | {"fault": tr(outside.zh, outside.en)})
    labels = {key: tr(*law_words.LABELS[key]) for key in ("limit", "articles", "ladder")}
    context["rows"] = [
        (
            catalogue.rules[change.id],
            [(labels[key], _side(change.before, key), _side(change.after, key)) for key in change.keys],
        )
        for change in found
    ]
    return render(request, "law/changes.html", context)


def _side(words: dict[str, Any] | None, key: str) -> list[str]:
    """One side of a change as lines; nothing where the rule was not in force or had none."""
    value = (words or {}).get(key) or []
    return value if isinstance(value, list) else [value]
