"""The clock strip: each state says and draws the right thing, labels never touch, what is taken out is added at the end."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.rules.language import speak_to
from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.duties import load_warnings
from xiezhi.rules.limits.model import (
    CaseInput,
    Deduction,
    Event,
    Extension,
    Facts,
    Outcome,
    SupplementaryInvestigation,
    Suspension,
)
from xiezhi.site.clock_strip import (
    Course,
    Mark,
    State,
    Strip,
    bar_of,
    bar_of_course,
    course_of,
    law_marks,
    strip_of,
    undocketed,
)
from xiezhi.site.clock_strip.band import band_of, rail_of
from xiezhi.site.clock_strip.bar import DUE_AT
from xiezhi.site.clock_strip.labels import extent
from xiezhi.site.clock_strip.shapes import Drawing
from xiezhi.work.deadlines.panel import next_rung

TODAY = date(2026, 9, 16)
ORDINARY, SIMPLIFIED, CRIMINAL = "civil.first.ordinary", "civil.first.simplified", "criminal.first.ordinary"
SPRING = date(2026, 3, 2)
LONG = (
    Deduction("jurisdiction", date(2025, 12, 22), date(2026, 1, 15)),
    Deduction("appraisal", date(2026, 3, 16), date(2026, 4, 22)),
    Extension(2, None, "president", date(2026, 5, 13), date(2026, 5, 20), True),
)


@pytest.fixture(autouse=True)
def _chinese():
    with speak_to("zh"):
        yield


def outcome_of(
    procedure: str,
    anchor: date | None,
    *events: Event,
    closed_on: date | None = None,
    facts: Facts | None = None,
) -> Outcome:
    return compute(CaseInput(procedure, anchor, "basic", facts or Facts(), events, TODAY, closed_on))


def course(
    procedure: str,
    anchor: date | None,
    *events: Event,
    closed_on: date | None = None,
    facts: Facts | None = None,
) -> Course:
    outcome = outcome_of(procedure, anchor, *events, closed_on=closed_on, facts=facts)
    return course_of(outcome, today=TODAY, closed_on=closed_on)


STATES = [
    (course(ORDINARY, date(2025, 12, 3), *LONG), State.RUNNING, "剩22日"),
    (course(ORDINARY, date(2026, 3, 16)), State.RUNNING, "今日届满"),
    (course(CRIMINAL, date(2026, 7, 27), facts=Facts(in_custody=False)), State.RUNNING, "剩41日"),
    (course(ORDINARY, SPRING, Deduction("appraisal", date(2026, 8, 10), None)), State.PAUSED, "停，余23日"),
    (
        course(ORDINARY, SPRING, Suspension("other_case", date(2026, 5, 20), None)),
        State.SUSPENDED,
        "停，余105日",
    ),
    (course(ORDINARY, SPRING, facts=Facts(foreign_related=True)), State.EXEMPT, "不受限"),
    (course("civil.jurisdiction_objection", SPRING), State.NO_LIMIT, "无期限"),
    (course(ORDINARY, date(2026, 7, 1)), State.RUNNING, "剩110日"),
    (course(SIMPLIFIED, date(2026, 6, 1)), State.OVERDUE, "超15日"),
    (course(ORDINARY, SPRING, closed_on=date(2026, 7, 28)), State.CLOSED_IN_TIME, "余36日"),
    (course(ORDINARY, SPRING, closed_on=date(2026, 9, 11)), State.CLOSED_LATE, "超9日"),
    (
        course(
            ORDINARY, SPRING, Suspension("other_case", date(2026, 5, 20), None), closed_on=date(2026, 9, 1)
        ),
        State.CLOSED,
        "已结案",
    ),
    (course(ORDINARY, None), State.INVALID, "算不出"),
    (undocketed(date(2026, 9, 10), TODAY), State.UNDOCKETED, "未立案"),
]


@pytest.mark.parametrize(("found", "state", "words"), STATES)
def test_every_state_has_its_words_and_its_bar(found: Course, state: State, words: str):
    strip = strip_of(found)
    assert strip.state is state
    assert strip.summary.spoken == words
    assert strip.summary.past == (state in (State.OVERDUE, State.CLOSED_LATE))
    assert bar_of_course(found).words == words


def names(strip: Strip) -> set[str]:
    return {sign.name for drawing in strip.drawings for sign in drawing.signs}


def test_no_flag_where_there_is_no_last_day():
    for found, state, _ in STATES:
        strip = strip_of(found)
        if found.deadline is None:
            assert not names(strip) & {"flag", "flag-hollow"}
        if state is State.INVALID:
            assert strip.drawings == ()


def test_a_provisional_date_has_a_hollow_flag():
    assert "flag-hollow" in names(strip_of(course(ORDINARY, date(2026, 7, 1))))
    assert "flag" not in names(strip_of(course(ORDINARY, date(2026, 7, 1))))


def test_a_closed_case_has_a_tick_box_and_no_needle():
    assert names(strip_of(course(ORDINARY, SPRING, closed_on=date(2026, 7, 28)))) == {"tick-box", "flag"}


def test_a_suspension_shows_its_ruling_and_an_open_end():
    strip = strip_of(course(ORDINARY, SPRING, Suspension("other_case", date(2026, 5, 20), None)))
    assert names(strip) == {"needle", "ruling"}
    assert any(line.kind == "open" for line in strip.drawings[0].strokes)


def test_hidden_overrun_is_not_vermilion():
    found = course(ORDINARY, date(2025, 12, 3), *LONG)
    assert found.hidden_days == 105
    assert "over" not in {piece.kind for piece in band_of(found)}
    assert strip_of(found).hidden


def test_days_before_a_restart_are_told_apart():
    sent_back = SupplementaryInvestigation(date(2026, 6, 10), date(2026, 7, 5))
    found = course(CRIMINAL, date(2026, 4, 27), sent_back, facts=Facts(in_custody=True))
    assert found.restarts == (date(2026, 7, 5),)
    assert [piece.kind for piece in band_of(found)] == ["earlier", "worked", "left"]


def test_the_lens_opens_in_the_last_weeks_only():
    assert strip_of(course(ORDINARY, date(2025, 12, 3), *LONG)).lens is not None
    assert strip_of(course(ORDINARY, date(2026, 7, 1))).lens is None
    assert strip_of(course(ORDINARY, SPRING, closed_on=date(2026, 7, 28))).lens is None


def test_the_lens_lists_what_falls_on_its_days():
    outcome = outcome_of(ORDINARY, date(2025, 12, 3), *LONG)
    marks = [
        *law_marks(outcome, next_rung(outcome), load_warnings().before("civil", None)),
        Mark(date(2026, 9, 22), "第二次开庭", "hearing"),
    ]
    lens = strip_of(course_of(outcome, today=TODAY), marks=marks).lens
    assert lens is not None
    assert lens.entries == (
        ("9月8日", "30日提醒"),
        ("9月16日", "今天"),
        ("9月22日", "第二次开庭"),
        ("9月23日", "15日提醒、最迟申请延长"),
        ("10月3日", "名义届满"),
        ("10月8日", "届满"),
    )


def test_all_flags_of_a_table_stand_at_one_place():
    late = bar_of(first=SPRING, deadline=date(2026, 9, 2), today=TODAY)
    assert (late.flag, late.due_at) == ("due", DUE_AT)
    assert late.pieces[-1][:2] == ("over", DUE_AT)
    assert bar_of(first=SPRING, deadline=None, today=TODAY, lifted=True).pieces == ()


def test_a_bar_from_columns_is_the_bar_of_the_course():
    found = course(ORDINARY, SPRING)
    assert found.deadline is not None
    assert bar_of(first=SPRING, deadline=found.deadline, today=TODAY) == bar_of_course(found)


days_before = st.integers(1, 400).map(lambda days: TODAY - timedelta(days=days))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Any course: a case of any age with some spans, grants and perhaps a closing."""
    anchor = draw(days_before)
    age = (TODAY - anchor).days
    events: list[Event] = []
    for ground in draw(st.lists(st.sampled_from(["appraisal", "jurisdiction", "settlement"]), max_size=4)):
        start = anchor + timedelta(days=draw(st.integers(0, age)))
        end = draw(st.one_of(st.none(), st.integers(0, 60)))
        events.append(Deduction(ground, start, None if end is None else start + timedelta(days=end)))
    if draw(st.booleans()):
        decided = anchor + timedelta(days=draw(st.integers(0, age)))
        events.append(Extension(draw(st.integers(1, 6)), None, "president", decided, decided, True))
    closed_on = draw(
        st.one_of(st.none(), st.integers(0, age).map(lambda days: anchor + timedelta(days=days)))
    )
    procedure = draw(st.sampled_from([ORDINARY, SIMPLIFIED, CRIMINAL]))
    facts = Facts(in_custody=False, foreign_related=draw(st.integers(0, 9)) == 0)
    with speak_to(draw(st.sampled_from(["zh", "en"]))):
        return course(procedure, anchor, *events, closed_on=closed_on, facts=facts)


def overlaps(drawing: Drawing, width: int) -> list[tuple[str, str]]:
    """Pairs of labels that touch when the drawing is shown this wide, and labels outside it."""
    reach = [
        (label, *extent(label.x * width / 100, label.words, label.anchor, label.dx))
        for label in drawing.labels
    ]
    outside = [(label.words, "edge") for label, left, right in reach if left < -0.5 or right > width + 0.5]
    return outside + [
        (one.words, two.words)
        for place, (one, left, right) in enumerate(reach)
        for two, start, end in reach[place + 1 :]
        if abs(one.y - two.y) < 12 and left < end and start < right
    ]


@settings(max_examples=150, deadline=None)
@given(courses(), st.sampled_from(["zh", "en"]), st.floats(1, 2))
def test_labels_never_touch_at_any_width(found: Course, lang: str, stretch: float):
    marks = [
        Mark(TODAY + timedelta(days=6), "第二次开庭", "hearing"),
        Mark(TODAY + timedelta(days=40), "内部目标", "target"),
    ]
    with speak_to(lang):
        strip = strip_of(found, marks=marks)
    lens = strip.lens.drawings if strip.lens else ()
    for drawing in (*strip.drawings, *lens):
        assert overlaps(drawing, round(drawing.width * stretch)) == []


@settings(max_examples=150, deadline=None)
@given(courses())
def test_the_last_day_and_today_are_always_written(found: Course):
    if found.deadline is None:
        return
    for drawing in strip_of(found).drawings:
        strong = [label for label in drawing.labels if label.kind in ("strong", "past")]
        assert len(strong) == 2


@settings(max_examples=150, deadline=None)
@given(courses())
def test_band_and_rail_leave_no_day_out_and_count_none_twice(found: Course):
    if found.first is None or found.state in (State.EXEMPT, State.NO_LIMIT):
        return
    band = band_of(found)
    assert not band or band[0].start == found.first
    assert all(one.end == two.start for one, two in itertools.pairwise(band))
    rail = rail_of(found)
    assert all(one.end == two.start for one, two in itertools.pairwise(rail))
    if rail:
        added = sum(piece.days for piece in rail if piece.kind == "out")
        assert added == found.excluded_in_count
        within = sum(piece.days for piece in band if piece.kind == "out")
        assert added == within or found.restarts or any(span.end > band[-1].end for span in found.excluded)
