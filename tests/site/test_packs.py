"""The page of the paper packs: who sees which, download, having one made, following the work."""

from datetime import date

import pytest
from django.test import Client

from tests.cast import docketed, found_province, moment
from tests.site_cast import signed_in
from xiezhi.record import jobs
from xiezhi.record.models import AuditEntry, Job
from xiezhi.rules.errors import XiezhiError
from xiezhi.site.staff import packs
from xiezhi.work.deadlines.pack import making as pack_work
from xiezhi.work.deadlines.pack import shelf as pack_shelf
from xiezhi.work.typesetting import NoChineseFont

PAGE, MAKE = "/deadlines/packs", "/deadlines/packs/make"
NIGHT = moment(date(2019, 8, 20), hour=2)
pytestmark = pytest.mark.usefixtures("plain_files")


@pytest.fixture
def province(db, tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    settings.PACKS = ""
    return found_province()


@pytest.fixture
def river(province):
    return province.river


def page(client, **query):
    return client.get(PAGE, query).content.decode()


def work():
    return jobs.work_off({pack_work.PACKS: pack_work.make_asked})


def division(river, kind="civil"):
    return f"division/{river.divisions[kind].pk}"


def test_without_signing_in_there_is_no_pack(db):
    assert Client().get(PAGE).status_code == 302
    assert Client().post(MAKE).status_code == 302


def test_a_head_sees_the_packs_of_his_division_only(river):
    pack_shelf.put(river.divisions["civil"].pk, "zh", NIGHT, b"%PDF-1")
    pack_shelf.put(river.divisions["criminal"].pk, "zh", NIGHT, b"%PDF-1")
    shown = page(signed_in(river.division_head))
    assert "民事审判庭" in shown and "刑事审判庭" not in shown
    assert "2019年8月20日 02:00" in shown and "全院现在生成" not in shown


def test_a_president_sees_those_of_the_court(river):
    """A division without pending cases needs none."""
    docketed(river).assigned(river.judge)
    docketed(river).assigned(river.criminal_judge, division="criminal")
    shown = page(signed_in(river.president))
    assert "民事审判庭" in shown and "刑事审判庭" in shown and "全院现在生成" in shown
    assert "档案室" not in shown


def test_a_court_without_pending_cases_says_so(river):
    assert "没有未结案件" in page(signed_in(river.president))


def test_a_higher_court_chooses_among_the_courts_below(province):
    client = signed_in(province.middle.trial_management)
    assert f'<option value="{province.river.court.pk}"' in page(client)
    assert province.far.court.name not in page(client)
    assert province.hill.court.name in page(client, court=province.hill.court.pk)
    assert province.far.court.name not in page(client, court=province.far.court.pk)


@pytest.mark.parametrize("who", ["judge", "filing_officer", "system_administrator"])
def test_others_are_told_who_gets_them(river, who):
    assert "没有您能取的纸本" in page(signed_in(getattr(river, who)))


def test_a_pack_is_downloaded_and_noted(river):
    kept = pack_shelf.put(river.divisions["civil"].pk, "zh", NIGHT, b"%PDF-1.7")
    address = f"{PAGE}/{kept.division}/{kept.name}.pdf"
    client = signed_in(river.division_head)
    assert address in page(client)
    answer = client.get(address)
    assert answer.content == b"%PDF-1.7" and answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(verb="pack.taken", officer=river.division_head.officer.id).count() == 1


def test_a_pack_of_others_and_one_that_is_none_are_simply_not_there(river):
    kept = pack_shelf.put(river.divisions["criminal"].pk, "zh", NIGHT, b"%PDF-1.7")
    head = signed_in(river.division_head)
    assert head.get(f"{PAGE}/{kept.division}/{kept.name}.pdf").status_code == 404
    own = river.divisions["civil"].pk
    for name in ("x", "2019-08-20.zh.020000", "..", "2019-08-20.zh.0200001"):
        assert head.get(f"{PAGE}/{own}/{name}.pdf").status_code == 404
    assert not AuditEntry.objects.filter(verb="pack.taken").exists()


def test_made_now_by_the_worker_and_then_there(river):
    docketed(river).assigned(river.judge)
    client = signed_in(river.division_head)
    assert client.post(MAKE, {"what": division(river)}).status_code == 302
    assert "排队中" in page(client)
    assert work()
    shown = page(client)
    assert "已完成" in shown
    address = shown.split(f'href="{PAGE}/{river.divisions["civil"].pk}/')[1].partition('"')[0]
    assert client.get(f"{PAGE}/{river.divisions['civil'].pk}/{address}").content.startswith(b"%PDF-")


def test_made_in_the_language_of_the_page(river):
    client = signed_in(river.division_head)
    client.cookies["language"] = "en"
    client.post(MAKE, {"what": division(river)})
    assert Job.objects.get().subject.endswith("/en")


def test_asked_for_twice_it_is_made_once(river):
    client = signed_in(river.division_head)
    for _ in range(2):
        client.post(MAKE, {"what": division(river)})
    assert Job.objects.count() == 1


def test_a_whole_court_is_made_by_those_who_see_it(river):
    docketed(river).assigned(river.judge)
    docketed(river).assigned(river.criminal_judge, division="criminal")
    what = f"court/{river.court.pk}"
    assert signed_in(river.division_head).post(MAKE, {"what": what}).status_code == 404
    signed_in(river.president).post(MAKE, {"what": what})
    assert work()
    assert (Job.objects.get().done, Job.objects.get().total) == (2, 2)


@pytest.mark.parametrize("what", ["", "division/", "division/x", "court/0", "night/2019-08-20", "../x"])
def test_nothing_else_can_be_asked_for(river, what):
    assert signed_in(river.president).post(MAKE, {"what": what}).status_code == 404
    assert not Job.objects.exists()


def test_the_division_of_another_court_is_not_there(province):
    what = division(province.hill)
    assert signed_in(province.river.president).post(MAKE, {"what": what}).status_code == 404


def test_the_work_is_followed_and_cancelled_by_those_whose_division_it_is(river):
    head, judge = signed_in(river.division_head), signed_in(river.judge)
    head.post(MAKE, {"what": division(river)})
    bar = f"{PAGE}/work/{Job.objects.get().pk}"
    assert "民事审判庭" in head.get(bar).content.decode()
    assert judge.get(bar).status_code == 404 and judge.post(bar).status_code == 404
    assert head.post(bar).status_code == 302
    assert Job.objects.get().state == "cancelled"


def test_the_work_of_the_night_is_nobodys_to_cancel(river):
    job = jobs.ask(pack_work.PACKS, "night/2019-08-20", court=None, officer=None, at=NIGHT)
    assert signed_in(river.president).post(f"{PAGE}/work/{job.pk}").status_code == 404


def test_without_a_chinese_font_the_page_says_so(river, monkeypatch):
    def none():
        raise NoChineseFont("本机没有中文字体", "no Chinese font")

    monkeypatch.setattr(packs, "typefaces", none)
    assert "本机没有中文字体" in page(signed_in(river.division_head))


def test_what_went_wrong_is_told_on_the_bar(river, monkeypatch):
    def refused(division, lang, at):
        raise XiezhiError("坏了", "broken")

    monkeypatch.setattr(pack_work, "make", refused)
    client = signed_in(river.division_head)
    client.post(MAKE, {"what": division(river)})
    work()
    assert "没有生成" in page(client) and "中断" in page(client)
