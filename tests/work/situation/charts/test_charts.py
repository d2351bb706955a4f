"""Charts: what every one keeps to, and what single ones promise. Values are invented."""

import math
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

import xiezhi.site
from xiezhi.rules.dates import add_months
from xiezhi.rules.language import speak_to
from xiezhi.work.situation.charts import (
    Cell,
    Count,
    ages,
    control,
    distribution,
    flow,
    forecast,
    funnel,
    history,
    looks,
    months,
    multiples,
    picture,
    survival,
)
from xiezhi.work.situation.charts.drawing import ROOMS, Rect
from xiezhi.work.situation.statistics import control as controlling
from xiezhi.work.situation.statistics import forecast as forecasting
from xiezhi.work.situation.statistics import funnel as funnelling
from xiezhi.work.situation.statistics import survival as surviving

FIRST = date(2025, 1, 1)
NASTY = "<b>&\"'</b>"
HREF = "/situation/cases?key=flow.new&court=1"
SHEETS = Path(xiezhi.site.__file__).parent / "assets" / "css"


def month(place):
    return add_months(FIRST, place)


def in_out(many=20):
    return months.in_out(
        [
            months.InOut(
                month(place), Count(900 + 40 * math.sin(place), HREF), Count(880 + 70 * math.cos(place), HREF)
            )
            for place in range(many)
        ]
    )


def month_bars(many=12):
    return months.month_bars(
        [
            months.Closings(month(place), Count(12_000 + 500 * place, HREF), Count(2000, HREF), 12_500)
            for place in range(many)
        ]
    )


def ahead(many=20):
    return forecasting.forecast([100.0 + 10 * (place % 12) for place in range(many)], 6)


def curve(closed=True):
    return surviving.survival([10, 40, 90, 200, 300], [closed] * 5)


def courts(names=("甲院", NASTY, "丙院")):
    return funnel.funnel(
        funnelling.proportions([10, 200, 0], [100, 400, 0]), [funnel.Court(name, HREF) for name in names]
    )


def quarter_spots():
    values = [0.97, 0.98, 0.99, 0.86, None, 0.9]
    ends = [None, None, None, (0.85, 0.98), (0.9, None), (0.9, None)]
    return [
        history.Spot(f"2025Q{place}", value, "8 ÷ 10", href=HREF, interval=ends[place])
        for place, value in enumerate(values)
    ]


def test_each_interval_is_a_tint_behind_the_periods_in_which_it_was_in_force():
    marks = history.history(quarter_spots()).drawing.marks
    tints = [(round(mark.x, 3), round(mark.width, 3)) for mark in marks if isinstance(mark, Rect)]
    assert tints == [(0.5, round(1 / 6, 3)), (round(4 / 6, 3), round(2 / 6, 3))]


CHARTS = {
    "in_out": in_out,
    "month_bars": month_bars,
    "flow": lambda: flow.flow(Count(20, HREF), Count(90, HREF), Count(85, HREF), Count(25, HREF)),
    "ages": lambda: ages.ages(
        [
            ages.Band(NASTY, Count(30, HREF)),
            ages.Band("满36个月", Count(5, HREF), long=True),
            ages.Band("不显示", None),
        ]
    ),
    "survival": lambda: survival.survival(
        [survival.Named(NASTY, curve(), 40), survival.Named("乙", curve())]
    ),
    "control": lambda: control.control(
        controlling.individuals([10, 12, 11, 13, 60, 10, 12, 11]),
        [control.Opened(month(place), HREF) for place in range(8)],
    ),
    "p_chart": lambda: control.control(
        controlling.proportions([1, 2, 9, 0], [10, 20, 10, 0]),
        [control.Opened(month(place), HREF) for place in range(4)],
        share=True,
    ),
    "funnel": courts,
    "forecast": lambda: forecast.forecast(
        FIRST,
        [Count(100 + place, HREF) for place in range(20)],
        ahead(),
        others=[forecast.Course(NASTY, [90.0] * 6)],
    ),
    "stock": lambda: forecast.forecast(FIRST, [Count(500)], forecasting.stock(500, ahead(), ahead())),
    "spark": lambda: multiples.spark(multiples.Area(NASTY, [3, 5, 4], [2, 6, 4], HREF), FIRST),
    "multiples": lambda: multiples.multiples(
        [multiples.Area(f"{NASTY}{place}", [3, 5, place], [2, 6, 4], HREF) for place in range(6)], FIRST
    ),
    "history": lambda: history.history(quarter_spots(), [history.Break(3, NASTY)]),
    "distribution": lambda: distribution.distribution(
        [distribution.Value(NASTY, 0.9, href=HREF), distribution.Value("乙院", None)],
        interval=(None, 0.95),
    ),
}
EMPTY = {
    "in_out": lambda: months.in_out([]),
    "month_bars": lambda: months.month_bars([]),
    "flow": lambda: flow.flow(Count(0), Count(0), Count(0), Count(0)),
    "ages": lambda: ages.ages([]),
    "survival": lambda: survival.survival([]),
    "all_open": lambda: survival.survival([survival.Named("甲", curve(closed=False))]),
    "one_day": lambda: survival.survival([survival.Named("甲", surviving.survival([0], [True]))]),
    "control": lambda: control.control(
        controlling.proportions([0, 0, 0], [0, 0, 0]),
        [control.Opened(month(place)) for place in range(3)],
        share=True,
    ),
    "constant": lambda: control.control(
        controlling.individuals([5, 5, 5]), [control.Opened(month(place)) for place in range(3)]
    ),
    "funnel": lambda: funnel.funnel(funnelling.proportions([0], [1]), [funnel.Court("甲院")]),
    "multiples": lambda: multiples.multiples([], FIRST),
    "history": lambda: history.history([]),
    "one_value": lambda: history.history([history.Spot("2025", 0.5)]),
    "distribution": lambda: distribution.distribution([]),
    "all_alike": lambda: distribution.distribution(
        [distribution.Value("甲院", 1.0), distribution.Value("乙院", 1.0)]
    ),
}
every_chart = pytest.mark.parametrize("make", CHARTS.values(), ids=CHARTS.keys())


def parsed(markup):
    return ElementTree.fromstring(markup)


def texts(markup):
    return ["".join(one.itertext()) for one in parsed(markup).iter() if one.tag.endswith("text")]


@every_chart
def test_a_chart_says_what_it_is_and_what_it_shows(make):
    chart = make()
    root = parsed(chart.svg)
    assert [one.tag for one in root[:2]] == ["title", "desc"]
    assert root[0].text == chart.title and root[1].text == chart.description and chart.description


@every_chart
def test_a_chart_has_its_numbers_as_a_table(make):
    chart = make()
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)


@every_chart
def test_names_are_texts_and_never_markup(make):
    for markup in (make().svg, make().standalone()):
        assert "<b>" not in markup
        parsed(markup)


@every_chart
def test_the_same_values_give_the_same_bytes(make):
    assert make().svg == make().svg
    assert make().standalone() == make().standalone()


@every_chart
def test_a_page_gets_classes_and_no_colours_scripts_or_styles(make):
    svg = str(make().svg)
    assert not re.search(r"#[0-9a-f]{6}|<script|style=|javascript", svg)
    assert "nan" not in svg and "inf" not in svg


@every_chart
def test_alone_it_has_its_colours_and_needs_no_sheet(make):
    svg = make().standalone()
    assert "class=" not in svg and "var(" not in svg and "%" not in re.sub(r">[^<]*<", "><", svg)
    assert 'width="680"' in svg and "nan" not in svg


@every_chart
def test_numbers_open_their_cases(make):
    chart = make()
    links = {one.get("href") for one in parsed(chart.svg).iter() if one.tag == "a"}
    cells = {cell.href for row in chart.rows for cell in row} - {""}
    assert links <= {HREF} and cells <= {HREF}
    assert make in (CHARTS["stock"], CHARTS["survival"]) or links or cells


@every_chart
def test_a_chart_speaks_english(make):
    with speak_to("en"):
        chart = make()
    chinese = re.compile("[\u4e00-\u9fff]")
    given = ("甲", "乙", "丙", "院", "新城", "项在外", "不显示", "满36个月", "1")
    words = " ".join([chart.title, chart.description, *chart.columns])
    for one in given:
        words = words.replace(one, "")
    assert not chinese.search(words)


@pytest.mark.parametrize("make", EMPTY.values(), ids=EMPTY.keys())
def test_without_numbers_a_chart_is_still_a_chart(make):
    parsed(make().svg)
    assert "nan" not in make().standalone()


@pytest.mark.parametrize("kind", [*looks.SHAPES, *looks.TEXTS])
def test_the_sheet_knows_every_kind_of_mark(kind):
    sheet = (SHEETS / "charts.css").read_text()
    plain_text = (
        looks.TEXTS.get(kind, ("",))[0] == "ink-2" and not looks.TEXTS[kind][3]
    )  # the look of any text of a chart
    assert plain_text or re.search(rf"\.c-{kind}[ ,.:)]", sheet)


def test_colours_written_in_are_those_of_the_sheet():
    tokens = (SHEETS / "tokens.css").read_text() + (SHEETS / "charts.css").read_text()
    for name, colour in looks.COLOURS.items():
        if name == "on-second":  # white on the second step, whatever the scheme
            continue
        found = re.search(rf"--{name}: var\(--light, (#\w+)\)", tokens)
        assert found and found[1] == colour, name


def test_the_sheet_has_every_room_beside_a_plot():
    sheet = (SHEETS / "charts.css").read_text()
    assert all(f".left-{room} " in sheet and f".right-{room} " in sheet for room in ROOMS)


def test_bars_stand_on_nought():
    chart = month_bars()
    heights = [
        float(one.get("height")) for one in parsed(chart.svg).iter() if one.get("class") == "c-bar-soft"
    ]
    assert heights[10] / heights[0] == pytest.approx(17_000 / 12_000, rel=0.01)


def test_december_is_marked():
    marked = [one for one in parsed(month_bars().svg).iter() if one.get("class") == "c-bar-second"]
    assert len(marked) == 1


def test_ten_thousands_are_told_as_such_in_chinese_only():
    with speak_to("zh"):
        assert "万件" in texts(month_bars().svg)
    with speak_to("en"):
        assert "20,000" in texts(month_bars().svg)


def test_both_bars_of_the_flow_are_equally_long():
    rects = [one for one in parsed(CHARTS["flow"]().svg).iter() if one.tag == "rect"]
    widths = [float(one.get("width")[:-1]) for one in rects]
    assert sum(widths[:2]) == pytest.approx(sum(widths[2:])) == pytest.approx(100)


def test_a_flow_that_does_not_add_up_says_so():
    with speak_to("en"):
        assert "5 apart" in flow.flow(Count(10), Count(10), Count(10), Count(5)).description


def test_the_line_breaks_where_the_definition_changed():
    lines = [one for one in parsed(CHARTS["history"]().svg).iter() if one.get("class") == "c-line"]
    # Three quarters before; after it one quarter stands alone, one has no cases, one stands alone: no line joins them.
    assert len(lines) == 1
    assert lines[0].get("d").count("L") == 2


def test_a_quarter_without_cases_is_said_to_have_none():
    with speak_to("en"):
        assert [cell.words for cell in CHARTS["history"]().rows[4]][1] == "no cases"


def test_courts_stay_in_the_order_given_and_only_those_outside_are_named():
    with speak_to("zh"):
        chart = courts(("甲院", "乙院", "丙院"))
    assert [row[0].words for row in chart.rows] == ["甲院", "乙院", "丙院"]
    named = {"甲院", "乙院", "丙院"} & set(texts(chart.svg))
    outside = {row[0].words for row in chart.rows if "界限外" in row[-1].words}
    assert named == outside != set()


def test_a_cell_with_an_address_is_a_link():
    assert Cell("<1>", "/a?b&c").__html__() == '<a class="num" href="/a?b&amp;c">&lt;1&gt;</a>'
    assert Cell("<1>").__html__() == "&lt;1&gt;"


def test_a_picture_for_word_is_a_png():
    assert picture.png(in_out().standalone(), width_mm=60)[:8] == b"\x89PNG\r\n\x1a\n"


def test_narrow_drawings_leave_out_what_has_no_room():
    assert len(texts(month_bars().standalone(width=390))) < len(texts(month_bars().standalone()))


@pytest.mark.parametrize(
    ("language", "said", "of_all"),
    [
        ("zh", "3个法院，其中1个无案件；其余都在界限内", "2个法院；都在界限内"),
        ("en", "3 courts, 1 of them without cases; the others all inside the limits", "2 courts; all inside the limits"),
    ],
)  # fmt: skip
def test_courts_without_cases_are_not_said_to_lie_inside_the_limits(language, said, of_all):
    with speak_to(language):
        for parts, wholes, words in (([4, 5, 0], [10, 10, 0], said), ([4, 5], [10, 10], of_all)):
            drawn = funnel.funnel(
                funnelling.proportions(parts, wholes), [funnel.Court(str(size)) for size in wholes]
            )
            assert drawn.description.startswith(words)
