"""`xiezhi situation report`: the files of a court's report, as known on a day; what cannot be is told before anything is written."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import typst
from django.conf import settings as django

from tests.cast import JUDGMENT, Province, docketed, found_province, moment
from tests.site.conftest import Answer, Xiezhi
from xiezhi.record.models import AuditEntry, Court
from xiezhi.work import typesetting
from xiezhi.work.situation.charts import picture
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.values import Contents

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER = ("--period", "2019Q3", "--lang", "en")


@pytest.fixture
def province(transactional_db: None, settings: pytest.FixtureRequest, tmp_path: Path) -> Province:
    """Forty cases of three courts, most of them closed in the third quarter of 2019."""
    settings.FACTS = tmp_path / "facts"  # type: ignore[attr-defined]
    province = found_province()
    for number in range(40):
        house = (province.river, province.hill, province.far)[number % 3]
        story = docketed(house, 5 + number % 4, 1 + number % 27).assigned(house.judge, 9, 1)
        if number % 4:
            story.on(9, 1 + number % 27, "case.closed", **JUDGMENT)
    return province


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Contents]:
    """What the reports made hereafter consist of."""
    made: list[Contents] = []

    def remembered(*given: object, **more: object) -> Contents:
        made.append(contents_of(*given, **more))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr("xiezhi.work.situation.report.keeping.contents_of", remembered)
    return made


def reported(xiezhi: Xiezhi, folder: Path, *words: str, form: str = "xlsx") -> Answer:
    return xiezhi("situation", "report", *words, "-o", str(folder / f"report.{form}"))


def test_a_report_of_a_court_is_written_in_the_forms_asked_for(
    province: Province, xiezhi: Xiezhi, tmp_path: Path
) -> None:
    answer = xiezhi(
        "situation", "report", "--court", "示0102", *QUARTER, "-o", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "a.docx"),
        "--recipient", "the adjudication committee",
    )  # fmt: skip
    assert answer.status == 0, answer.err
    assert "the situation of trials, Q3 2019" in answer.out
    assert f"links in it lead to {django.SITE_ADDRESS}; if the site is reached elsewhere" in answer.err
    assert all((tmp_path / name).read_bytes().startswith(b"PK") for name in ("a.xlsx", "a.docx"))
    entry = AuditEntry.objects.get(verb="report.made")
    assert entry.service == "command line" and entry.object_id == str(province.river.court.id)


def test_a_province_has_its_prefectures_in_the_text_and_every_court_behind_it(
    province: Province, xiezhi: Xiezhi, tmp_path: Path, told: list[Contents]
) -> None:
    assert reported(xiezhi, tmp_path, "--court", province.high.court.name, *QUARTER).status == 0
    (contents,) = told
    areas = next(one for one in contents.sections if one.key == "places").tables[0]
    assert [row[0].words for row in areas.rows] == ["示01, area", "示02, area"]
    courts = next(one for one in contents.annexes if one.key == "courts").tables[0]
    assert [row[0].words for row in courts.rows] == ["示0102", "示0103", "示0201"]
    new = [sum(row[2].number or 0 for row in table.rows) for table in (areas, courts)]
    assert new[0] == new[1] > 0


def test_a_court_is_found_by_its_name_in_either_language(
    province: Province, xiezhi: Xiezhi, tmp_path: Path, told: list[Contents]
) -> None:
    Court.objects.filter(pk=province.river.court.pk).update(name_en="Linchuan District People's Court")
    for name in (province.river.court.name, "Linchuan District People's Court"):
        assert reported(xiezhi, tmp_path, "--court", name, *QUARTER).status == 0
    assert told[0].title == told[1].title


def test_a_court_alone_leaves_out_those_below_it(
    province: Province, xiezhi: Xiezhi, tmp_path: Path, told: list[Contents]
) -> None:
    assert reported(xiezhi, tmp_path, "--court", "示01", "--alone", *QUARTER).status == 0
    assert len(told[0].sections) == 1, "the intermediate court has no case of its own"


def test_indicators_of_other_countries_come_only_when_asked_for(
    province: Province, xiezhi: Xiezhi, tmp_path: Path, told: list[Contents]
) -> None:
    for words in ((), ("--annex", "international")):
        assert reported(xiezhi, tmp_path, "--court", "示高", *QUARTER, *words).status == 0
    without, with_them = ({one.key for one in contents.annexes} for contents in told)
    assert with_them - without == {"abroad"}
    assert "cepej.clearance_rate" not in told[0].versions
    assert "cepej.clearance_rate" in told[1].versions


def figures(contents: Contents) -> list[object]:
    """Everything a report says and opens, but for the moments at which it was known and made."""
    return [contents.summary, contents.sections, contents.annexes, contents.definitions, contents.links()]


def test_as_known_on_a_past_day_the_whole_report_is_the_same_after_corrections(
    province: Province, xiezhi: Xiezhi, tmp_path: Path, told: list[Contents]
) -> None:
    then = ("--court", "示高", *QUARTER, "--as-of", "2019-10-15")
    assert reported(xiezhi, tmp_path, *then).status == 0
    late = moment(date(2019, 11, 20))
    story = docketed(province.river, 7, 20, recorded=late)
    story.on(8, 1, "case.assigned", recorded=late, division_id=province.river.division("civil"),
             reporting_judge=province.river.judge.id, way="random")  # fmt: skip
    story.on(9, 2, "case.closed", recorded=late, **JUDGMENT)
    from xiezhi.work.situation import snapshots

    snapshots.refresh()
    assert reported(xiezhi, tmp_path, *then).status == 0
    assert reported(xiezhi, tmp_path, "--court", "示高", *QUARTER).status == 0
    first, again, now = told
    assert figures(again) == figures(first)
    assert figures(now) != figures(first)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--court", "示99", *QUARTER), "there is no such court: 示99; choose from: 示01, 示0102, 示0103"),
        (("--court", "", *QUARTER), "there is no such court: ; choose from: 示01"),
        (("--court", "示高", "--period", "2019Q5"), "2019Q5"),
        (("--court", "示高", "--period", "2018Q3"), "there are no facts of 2018Q3: they begin on 2019-05-01"),
        (("--court", "示高", "--period", "2019-12-15..2019-10-01"), "ends on 2019-10-01, before it starts"),
        (("--court", "示高", *QUARTER, "--as-of", "yesterday"), "not a day: yesterday"),
        (("--court", "示高", *QUARTER, "--as-of", "2999-01-01"), "cannot lie ahead: 2999-01-01"),
        (("--court", "示高", *QUARTER, "--scope", "every"), "there is no such scope: every; choose from: all"),
        (("--court", "示高", *QUARTER, "--annex", "verse"), "no such annex: verse; choose from: international"),
        (("--court", "示高", *QUARTER, "--recipient", "x" * 200), "each of at most 120 characters"),
    ],
    ids=["court", "no court", "quarter", "before the facts", "backwards", "no day", "day ahead", "scope", "annex", "recipient"],
)  # fmt: skip
def test_what_there_is_not_is_told_and_nothing_is_written(
    words: tuple[str, ...], expected: str, province: Province, xiezhi: Xiezhi, tmp_path: Path
) -> None:
    answer = reported(xiezhi, tmp_path, *words, *(() if "--lang" in words else ("--lang", "en")))
    assert answer.status == 2
    assert expected in " ".join(answer.err.split())
    assert (
        not (tmp_path / "report.xlsx").exists() and not AuditEntry.objects.filter(verb="report.made").exists()
    )


def test_a_file_of_another_kind_is_refused(province: Province, xiezhi: Xiezhi, tmp_path: Path) -> None:
    answer = reported(xiezhi, tmp_path, "--court", "示高", *QUARTER, form="odt")
    assert answer.status == 2 and ".pdf, .docx or .xlsx" in answer.err


def test_a_folder_that_is_not_there_is_told(province: Province, xiezhi: Xiezhi, tmp_path: Path) -> None:
    answer = reported(xiezhi, tmp_path / "nowhere", "--court", "示高", *QUARTER)
    assert answer.status != 0 and "nowhere" in answer.err and "Traceback" not in answer.err


def test_without_a_chinese_font_there_is_no_pdf_and_what_to_install_is_told(
    province: Province, xiezhi: Xiezhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoFonts:
        def families(self) -> list[str]:
            return ["Liberation Sans"]

    monkeypatch.setattr(typesetting, "fonts", cache(NoFonts))
    answer = reported(xiezhi, tmp_path, "--court", "示高", *QUARTER, form="pdf")
    assert answer.status == 2 and "apt install fonts-noto-cjk" in answer.err
    assert reported(xiezhi, tmp_path, "--court", "示高", *QUARTER, form="docx").status == 0


def test_the_fonts_of_the_machine_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    typesetting.search_again()
    searched: list[int] = []
    fonts = typst.Fonts

    def search() -> typst.Fonts:
        searched.append(1)
        return fonts()

    monkeypatch.setattr(typst, "Fonts", search)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
    )
    assert picture.png(svg, width_mm=10) == picture.png(svg, width_mm=10)
    assert len(searched) == 1
