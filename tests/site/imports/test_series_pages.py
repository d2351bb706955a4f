"""Reference series are brought in by trial management and read by everybody; what looks wrong is told beside the figures."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Province, found_province
from tests.site_cast import signed_in
from xiezhi.record.models import Case
from xiezhi.record.reference.models import ReferenceSeries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files", "own_storage")]

FLOW = "ano,tribunal_uf,novos,baixados,pendentes\n2015.0,AC,26700.0,3431.0,468688.0\n2016.0,AC,21369.0,8069.0,388045.0\n"


@pytest.fixture
def province() -> Province:
    return found_province()


def sent(page: Any, text: str, name: str = "flow.csv") -> Any:
    return page.post("/data/series/new", {"file": SimpleUploadedFile(name, text.encode())})


def kept(page: Any, answer: Any, **typed: str) -> Any:
    context = answer.context
    said = {name: chosen for name, _, chosen, _ in context["choices"]}
    about = {
        "token": context["bringing"].token,
        "name": "各州",
        "source": "年报",
        "licence": "MIT",
        "keep": "1",
    }
    return page.post("/data/series/new", said | about | typed)


def test_a_file_of_yearly_totals_becomes_a_series_and_no_case(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    looked = sent(page, FLOW)
    assert looked.context["totals"] == 6
    answer = kept(page, looked)
    assert answer.status_code == 302
    shown = page.get(answer.url).content.decode()
    assert "468,688" in shown
    assert "467,000" not in shown
    assert "结收比异常" in shown
    assert "未结却是388,045" in shown
    assert not Case.objects.exists()


def test_everybody_may_read_a_series(province: Province) -> None:
    kept(page := signed_in(province.river.trial_management), sent(page, FLOW))
    other = signed_in(province.far.judge)
    assert "各州" in other.get("/data/series").content.decode()
    assert other.get("/data/series/of/各州").status_code == 200
    assert other.get("/data/series/of/无此数列").status_code == 404
    assert other.get("/data/series/of/各州?version=7").status_code == 404
    assert other.get("/data/series/of/各州?version=x&unit=nowhere").status_code == 200


def test_others_are_told_who_brings_series_in(province: Province) -> None:
    page = signed_in(province.river.judge)
    assert "录入数列" not in page.get("/data/series").content.decode()
    answer = page.get("/data/series/new")
    assert answer.status_code == 403
    assert "审判管理办公室" in answer.content.decode()
    assert sent(page, FLOW).status_code == 403


def test_a_second_file_of_the_same_name_is_a_new_version_with_its_differences(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    kept(page, sent(page, FLOW))
    again = kept(page, sent(page, FLOW))
    assert "完全相同" in page.get(again.url).content.decode()
    kept(page, sent(page, FLOW.replace("468688", "39057")))
    shown = page.get("/data/series/of/各州").content.decode()
    assert "468,688 → 39,057" in shown
    assert [one.version for one in ReferenceSeries.objects.order_by("version")] == [1, 2]
    assert "已有新版" in page.get("/data/series/of/各州?version=1").content.decode()


def test_a_refused_form_keeps_what_was_typed(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    answer = kept(page, sent(page, FLOW), source="", name="我的数列")
    shown = answer.content.decode()
    assert "请写明数字的出处" in shown
    assert 'value="我的数列"' in shown
    assert not ReferenceSeries.objects.exists()


def test_a_column_chosen_by_hand_replaces_the_guess(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    looked = sent(page, "a,b,c\nAC,2015,7\n")
    assert "请指明哪一列是单位" in looked.content.decode()
    answer = kept(page, looked, unit="a", year="b", new="c")
    assert "7" in page.get(answer.url).content.decode()


@pytest.mark.parametrize("text", ["", "a\n", "\x00\x01\x02" * 50, "a,b\n1"])
def test_what_is_no_table_is_refused_in_words(province: Province, text: str) -> None:
    page = signed_in(province.river.trial_management)
    answer = sent(page, text)
    assert answer.status_code == 200
    assert "refusal" in answer.content.decode()


def test_a_forged_token_and_that_of_another_officer_are_refused(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    looked = sent(page, FLOW)
    assert page.post("/data/series/new", {"token": "forged", "keep": "1"}).status_code == 400
    assert kept(signed_in(province.hill.trial_management), looked).status_code == 400


def test_hostile_heads_and_units_stay_text(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    looked = sent(page, 'unit,year,new,"<script>alert(1)</script>"\n<img src=x onerror=alert(1)>,2015,7,8\n')
    assert "<script>alert" not in looked.content.decode()
    answer = kept(page, looked)
    assert "<img src=x" not in page.get(answer.url).content.decode()


def test_the_page_speaks_english(province: Province) -> None:
    page = signed_in(province.river.trial_management)
    page.cookies["language"] = "en"
    answer = kept(page, sent(page, FLOW))
    shown = page.get(answer.url).content.decode()
    assert "What looks wrong" in shown
    assert "odd clearance" in shown
