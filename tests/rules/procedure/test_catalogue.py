"""The catalogue of events is whole: every word it uses is known, every kind has its effect or its reason to have none."""

import shutil
from pathlib import Path

import pytest

from xiezhi.record.effects import EFFECTS
from xiezhi.record.standing import FLAG_COLUMNS
from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.lawdata import DATA, read_table
from xiezhi.rules.limits.model import APPROVERS
from xiezhi.rules.procedure.catalogue import event_kind, load_procedure
from xiezhi.rules.procedure.kinds import CHECKS, FIELD_TYPES, FLAGS, NUMBERED
from xiezhi.rules.procedure.order import CONTENT_CHECKS
from xiezhi.rules.procedure.pages import TYPES, events_page, offices_page
from xiezhi.rules.procedure.things import THINGS

DOCS = Path(__file__).parents[3] / "docs"
WITHOUT_EFFECT = {
    "service.sent",
    "service.completed",
    "service.failed",
    "case.split",
    "note.recorded",
    "minutes.recorded",
    "suspension.reviewed",  # looked at, nothing changed
    "correction.recorded",  # works on the events it names
}


def test_the_closed_vocabularies_are_the_same_everywhere():
    procedure = load_procedure()
    assert set(FLAGS) == set(procedure.conditions) == set(FLAG_COLUMNS)
    assert set(CHECKS) == set(CONTENT_CHECKS)
    assert set(NUMBERED) == set(THINGS)
    assert set(FIELD_TYPES) == set(TYPES)


def test_no_word_of_the_vocabularies_is_idle():
    kinds = load_procedure().kinds.values()
    assert {check for kind in kinds for check in kind.checks} == set(CHECKS)
    assert {kind.opens for kind in kinds} - {None} == set(NUMBERED)
    assert {kind.ends for kind in kinds} - {None} == set(NUMBERED)


def test_what_opens_and_what_ends_a_thing_carries_its_number():
    for kind in load_procedure().kinds.values():
        for thing in filter(None, (kind.opens, kind.ends, kind.uses)):
            names = {field.name for field in kind.fields}
            assert NUMBERED[thing] in names or (thing == "party" and "party" in names), kind.name


def test_every_kind_has_its_effect_or_a_reason_to_have_none():
    assert load_procedure().kinds.keys() == EFFECTS.keys() | WITHOUT_EFFECT
    assert not EFFECTS.keys() & WITHOUT_EFFECT


def test_approvers_closing_ways_and_panel_roles_are_those_of_the_law_data():
    choices = load_procedure().choices
    assert tuple(choices["approver"]) == APPROVERS
    assert tuple(choices["closing_way"]) == read_table(DATA / "limits" / "closing.toml").names()
    assert set(choices["panel_form"]) == set(load_procedure().panels)


def test_kinds_are_named_noun_dot_participle_and_in_both_languages():
    for kind in load_procedure().kinds.values():
        noun, _, participle = kind.name.partition(".")
        assert noun.replace("_", "").isalpha()
        assert participle.isalpha()
        assert not kind.name_zh.isascii()
        assert kind.name_en.isascii()


def test_the_minutes_belong_to_the_inner_file():
    assert event_kind("minutes.recorded").object_class == "O2"
    assert not event_kind("minutes.recorded").parties


def test_a_clerk_records_in_his_own_cases_a_filing_officer_by_his_office():
    docketing, held = event_kind("case.docketed"), event_kind("hearing.held")
    assert docketing.may_record("filing_officer", has_part=False, assigned=False)
    assert not docketing.may_record("clerk", has_part=True, assigned=True)
    assert held.may_record("clerk", has_part=True, assigned=True)
    assert not held.may_record("clerk", has_part=False, assigned=True)


def test_the_registry_closes_and_corrects_only_until_the_case_is_assigned():
    for name in ("case.closed", "correction.recorded", "document.withdrawn", "note.recorded"):
        kind = event_kind(name)
        assert kind.may_record("filing_officer", has_part=False, assigned=False)
        assert not kind.may_record("filing_officer", has_part=False, assigned=True)


def test_the_generated_pages_are_those_in_the_documentation():
    for name, page in (("events.md", events_page()), ("offices.md", offices_page())):
        assert (DOCS / name).read_text(encoding="utf-8") == page, (
            "run python -m xiezhi.rules.procedure.pages docs"
        )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    return Path(shutil.copytree(DATA / "procedure", tmp_path / "procedure"))


@pytest.mark.parametrize(
    "file, old, new, key",
    [
        ("events.toml", 'needs = ["docketed"]', 'needs = ["dreamt"]', "case.assigned.needs"),
        ("events.toml", 'forbids = ["panel"]', 'forbids = ["pannel"]', "panel.formed.forbids"),
        ("events.toml", 'opens = "party"', 'opens = "door"', "party.joined.opens"),
        ("events.toml", 'checks = ["panel_whole", ', 'checks = ["panel_hole", ', "panel.formed.checks"),
        ("events.toml", 'fields = ["party"]', 'fields = ["partey"]', "party.joined.fields"),
        ("events.toml", 'fields = ["party"]', 'fields = ["party", "party?"]', "party.joined.fields"),
        ("events.toml", 'office = ["filing_officer"]', 'office = ["porter"]', "case.received.office"),
        ("events.toml", 'office = ["filing_officer"]', "office = []", "case.received.part"),
        ("events.toml", 'object_class = "O1"', 'object_class = "O9"', "case.received.object_class"),
        ("events.toml", 'after_closing = "late"', 'after_closing = "soon"', "panel.formed.after_closing"),
        ("events.toml", 'phase = "docketing"', 'phase = "dawn"', "case.received.phase"),
        ("events.toml", 'articles = ["tlp 9"]', 'articles = ["tlp9"]', "deduction.started.articles"),
        ("events.toml", "clock = true", "clok = true", "case.docketed.clok"),
        ("events.toml", "clock = true", 'clock = "yes"', "case.docketed.clock"),
        ("fields.toml", 'choices = "branch"', 'choices = "brunch"', "branch.choices"),
        ("fields.toml", 'shape = "cause"', 'shape = "clause"', "cause.shape"),
        ("fields.toml", 'type = "day"', 'type = "daytime"', "received_on.type"),
        ("fields.toml", "material =", "idle = { type = \"flag\", name_zh = \"空\", name_en = \"idle\" }\nmaterial =", "idle"),
        ("shapes.toml", 'fields = ["code?"', 'feilds = ["code?"', "cause"),
        ("choices.toml", 'civil = ["民事", "Civil"]', 'civil = ["民事"]', "branch.civil"),
        ("conditions.toml", "[sealed]", "[sealled]", "sealled"),
        ("panels.toml", "least = 3", 'least = "3"', "collegial.least"),
        ("recorders.toml", '"clerk"', '"clark"', "assistants"),
    ],
)  # fmt: skip
def test_a_fault_in_the_data_names_file_and_key(data, file, old, new, key):
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleDataError) as fault:
        load_procedure(data)
    assert fault.value.file == file
    assert fault.value.key.startswith(key)
