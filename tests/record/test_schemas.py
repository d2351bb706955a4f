"""What an event may contain: clean data come out as JSON, anything else is refused with the place and in both languages."""

import contextlib
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.lives import COLLEGIAL, DOCKETING, LI
from xiezhi.record.schemas import model, validate, validate_correction
from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.rules.procedure.kinds import Field

PARTY = {"no": 3, "role": "third_party", "kind": "person", "name": "马晓燕"}


def refused(kind: str, data: Any) -> InputError:
    with pytest.raises(InputError) as fault:
        validate(kind, data)
    for text in (fault.value.zh, fault.value.en):
        text.encode("utf-8")  # whatever stood there, the message can be shown and stored
        assert "\x00" not in text
    return fault.value


def test_what_fits_comes_out_as_it_came_in():
    assert validate("case.docketed", DOCKETING) == DOCKETING
    assert validate("panel.formed", COLLEGIAL) == COLLEGIAL


def test_what_is_left_out_or_null_is_absent():
    assert validate("case.docketed", {**DOCKETING, "amount_fen": None}) == DOCKETING
    assert validate("case.received", {}) == {}


def test_days_moments_and_identifiers_of_python_become_texts():
    assert (
        validate("case.docketed", {**DOCKETING, "received_on": date(2019, 2, 28)})["received_on"]
        == "2019-02-28"
    )
    assert validate("recusal.granted", {"officer": UUID(LI), "ground": "亲属"})["officer"] == LI
    at_half_past_one_utc = datetime(2019, 4, 1, 1, 30, tzinfo=UTC)
    for told in (at_half_past_one_utc, "2019-04-01T09:30", "2019-04-01T09:30:00", "2019-04-01T09:30+08:00"):
        assert (
            validate("hearing.scheduled", {"hearing_no": 1, "starts_at": told})["starts_at"]
            == "2019-04-01T09:30"
        )


def test_an_identifier_has_one_spelling():
    spelt = "{" + LI.upper() + "}"
    assert validate("recusal.granted", {"officer": spelt, "ground": "亲属"})["officer"] == LI


@pytest.mark.parametrize(
    "kind, data, field",
    [
        ("case.docketed", {}, "number"),
        ("case.docketed", [], "data"),
        ("case.docketed", None, "data"),
        ("case.docketed", {**DOCKETING, "colour": "red"}, "colour"),
        ("case.docketed", {**DOCKETING, "type": "9999"}, "type"),
        ("case.docketed", {**DOCKETING, "procedure": "civil.first.unheard_of"}, "procedure"),
        ("case.docketed", {**DOCKETING, "amount_fen": -1}, "amount_fen"),
        ("case.docketed", {**DOCKETING, "amount_fen": 1.5}, "amount_fen"),
        ("case.docketed", {**DOCKETING, "amount_fen": True}, "amount_fen"),
        ("case.docketed", {**DOCKETING, "amount_fen": "100"}, "amount_fen"),
        ("case.docketed", {**DOCKETING, "amount_fen": 10**40}, "amount_fen"),
        ("case.docketed", {**DOCKETING, "parties": [PARTY] * 2001}, "parties"),
        ("case.docketed", {**DOCKETING, "parties": [PARTY, {**PARTY, "name": ""}]}, "parties[2].name"),
        ("case.docketed", {**DOCKETING, "facts": {"max_sentence_years": float("nan")}}, "facts.max_sentence_years"),
        ("case.docketed", {**DOCKETING, "facts": {"others": {"rural": "yes"}}}, "facts.others.rural"),
        ("case.docketed", {**DOCKETING, "dispute_id": "a quarrel"}, "dispute_id"),
        ("party.joined", {"party": {**PARTY, "name": "甲\x00"}}, "party.name"),
        ("party.joined", {"party": {**PARTY, "name": "甲\ud800"}}, "party.name"),
        ("party.joined", {"party": {**PARTY, "name": "\u3000 "}}, "party.name"),
        ("party.joined", {"party": {**PARTY, "name": "甲" * 201}}, "party.name"),
        ("party.joined", {"party": {**PARTY, "role": "bystander"}}, "party.role"),
        ("hearing.scheduled", {"hearing_no": 1, "starts_at": "2019-02-30T09:00"}, "starts_at"),
        ("hearing.scheduled", {"hearing_no": 1, "starts_at": "2019-02-20"}, "starts_at"),
        ("hearing.scheduled", {"hearing_no": 1, "starts_at": "2019-02-20T09:00+09:00"}, "starts_at"),
        ("hearing.scheduled", {"hearing_no": 0, "starts_at": "2019-02-20T09:00"}, "hearing_no"),
        ("deduction.started", {"span_no": 1, "ground": "weather"}, "ground"),
        ("deduction.started", {"span_no": 1, "ground": "party_death"}, "ground"),
        ("suspension.ordered", {"span_no": 1, "ground": "appraisal"}, "ground"),
        ("limit.restarted", {"reason": "tired"}, "reason"),
        ("payload.destroyed", {"seqs": [], "order": "决定", "ground": "期满"}, "seqs"),
        ("payload.destroyed", {"seqs": [1, 0], "order": "决定", "ground": "期满"}, "seqs[2]"),
        ("note.recorded", {"text": "长" * 20_001}, "text"),
        ("link.recorded", {"link": "（2019）示0102民初1号"}, "link"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_place(kind, data, field):
    fault = refused(kind, data)
    assert fault.field == field
    assert fault.zh.startswith(field)
    assert fault.en.startswith(field)


@pytest.mark.parametrize(
    "day",
    [
        "1899-12-31",
        "2200-01-01",
        "2019-02-29",
        "2019-2-1",
        "20190201",
        "2019-W07-5",
        "",
        20190201,
        "２０１９-02-01",
    ],
)
def test_a_day_is_a_real_day_between_1900_and_2199(day):
    assert refused("case.docketed", {**DOCKETING, "received_on": day}).field == "received_on"


@pytest.mark.parametrize("day", ["1900-01-01", "2020-02-29", "2199-12-31"])
def test_the_first_and_the_last_day_and_a_leap_day_are_taken(day):
    assert validate("case.docketed", {**DOCKETING, "received_on": day})["received_on"] == day


def test_a_refusal_names_the_field_in_both_languages_and_says_what_is_expected():
    fault = refused("party.joined", {"party": {**PARTY, "no": "3"}})
    assert fault.zh == "party.no（当事人序号）：应为整数，实为 3"
    assert fault.en == "party.no (number of the party): expected a whole number, found 3"


def test_a_sensitive_value_is_not_repeated_in_the_refusal():
    fault = refused(
        "party.joined", {"party": {**PARTY, "sensitive": {"identity_number": 620102199001011234}}}
    )
    assert fault.field == "party.sensitive.identity_number"
    assert "6201" not in fault.zh + fault.en


def test_rare_characters_stay_as_they_are():
    for name in ("𠮷田", "㐂", "ཚེ་རིང་", "ئادىل", "a\u0301", "朱𤥁"):
        assert validate("party.joined", {"party": {**PARTY, "name": name}})["party"]["name"] == name


def test_a_note_may_have_lines():
    assert validate("note.recorded", {"text": "第一行\r\n\t第二行"})["text"] == "第一行\r\n\t第二行"


def test_a_kind_without_schema_and_a_version_that_never_was_are_refused():
    assert refused("case.dreamt", {}).field == "kind"
    with pytest.raises(InputError, match="版本"):
        validate("note.recorded", {"text": "阅卷"}, version=2)


# --- corrections


def test_what_a_correction_puts_in_place_fits_the_event_corrected():
    replacement = {"corrects": 1, "action": "replace", "reason": "案由有误", "data": DOCKETING}
    assert validate_correction("case.docketed", replacement)["data"] == DOCKETING
    with pytest.raises(InputError) as fault:
        validate_correction("case.closed", replacement)
    assert fault.value.field is not None
    assert fault.value.field.startswith("data.")


def nested(levels: int) -> dict[str, Any]:
    return {"a": nested(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    "data",
    [
        nested(30),
        nested(900),
        {"a": "x" * 300_000},
        {"a": float("inf")},
        {"a": {1, 2}},
        {1: 2},
        {"a": "\x00"},
        {"\ud800": 1},
        {"a": 2**70},
        {"a": date(2019, 1, 1)},
        [],
    ],
    ids=range(11),
)
def test_no_correction_carries_what_cannot_be_kept(data):
    assert (
        refused(
            "correction.recorded", {"corrects": 1, "action": "replace", "reason": "误", "data": data}
        ).field
        == "data"
    )


# --- every kind


def example(field: Field) -> st.SearchStrategy[Any]:
    """Values that fit a field, as JSON has them."""
    single = {
        "text": st.text(
            st.characters(
                codec="utf-8",
                exclude_categories=["Cc", "Cf", "Cs", "Z"],  # Cf: what is not seen; and the blanks of Hangul
                exclude_characters="\u115f\u1160\u3164\uffa0",
            ),
            min_size=1,
            max_size=20,
        ),
        "court": st.just("示范市中级人民法院"),
        "day": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
        "moment": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day}T09:30"),
        "number": st.integers(field.least or 0, 9_999 if field.many else min(field.most or 9_999, 2**50)),
        "decimal": st.integers(0, 200).map(lambda halves: halves / 2),
        "flag": st.booleans(),
        "flags": st.dictionaries(st.sampled_from(["rural", "minor"]), st.booleans()),
        "sha256": st.just("0f" * 32),
        "json": st.just({"text": "阅卷"}),
        "choice": st.sampled_from(sorted(load_procedure().choices.get(field.choices or "", ("",)))),
        "rule": st.just("civil.first.ordinary"),
        "case_type": st.just("0301"),
        "ground_deduction": st.just("appraisal"),
        "ground_suspension": st.just("party_death"),
        "restart": st.just("jurisdiction_changed"),
        "shape": contents(field.shape.fields if field.shape else ()),
    }.get(field.type, st.uuids().map(str))
    return st.lists(single, min_size=1, max_size=2) if field.many else single


def contents(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {field.name: example(field) for field in fields if field.required},
        optional={field.name: example(field) for field in fields if not field.required},
    )


@pytest.mark.parametrize("kind", load_procedure().kinds)
@given(data=st.data())
def test_what_the_catalogue_describes_is_taken_and_stays_json(kind, data):
    told = data.draw(contents(load_procedure().kinds[kind].fields))
    taken = validate(kind, told)
    assert taken == told
    assert json.loads(json.dumps(taken)) == taken
    assert validate(kind, taken) == taken


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(load_procedure().kinds)), st.data())
def test_whatever_comes_is_taken_or_refused_never_a_crash(kind, data):
    fields = load_procedure().kinds[kind].fields
    told = data.draw(
        ANYTHING | st.fixed_dictionaries({}, optional={field.name: ANYTHING for field in fields})
    )
    with contextlib.suppress(InputError):
        json.dumps(validate(kind, told), allow_nan=False)


def test_the_schema_can_be_published():
    described = model("case.docketed").model_json_schema()
    assert set(described["required"]) == {"number", "type", "branch", "instance", "cause"}
    assert described["additionalProperties"] is False


# --- names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("马晓燕\n", "马晓燕"),
        ("示范建材\r\n有限公司", "示范建材 有限公司"),
        ("  John \t  Smith ", "John Smith"),
        ("马\u3000晓燕", "马 晓燕"),
        ("示范\u2028公司", "示范 公司"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("ᠰᠡᠷ\u180eᠠ", "ᠰᠡᠷ\u180eᠠ"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_a_name_stands_in_one_line(typed: str, kept: str):
    assert validate("party.joined", {"party": {**PARTY, "name": typed}})["party"]["name"] == kept


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u200d", "\u200f", "\u202e", "\u2066", "\u2060", "\ufeff", "\u00ad", "\u3164"]
)
@pytest.mark.parametrize("field", ["name", "name_latin"])
def test_a_name_with_signs_that_are_not_seen_is_refused(field: str, sign: str):
    fault = refused("party.joined", {"party": {**PARTY, field: f"马{sign}晓燕"}})
    assert fault.field == f"party.{field}"
    assert "看不见的字符" in fault.zh and "invisible characters" in fault.en


def test_a_firm_and_a_representative_are_names_too():
    speaker = {"name": "顾\u200b行舟", "kind": "lawyer", "firm": "示范\n律师事务所"}
    refused("representative.appointed", {"party_no": 1, "representative": speaker})
    kept = validate(
        "representative.appointed", {"party_no": 1, "representative": {**speaker, "name": "顾行舟"}}
    )
    assert kept["representative"]["firm"] == "示范 律师事务所"
