"""The paper pack of a division: what it lists, what it hides, that it prints whatever was written, and that a kill loses one division."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import typst
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from tests.cast import PLAINTIFF, docketed, found_province, moment
from xiezhi.record import jobs
from xiezhi.record.errors import NotThere
from xiezhi.record.models import AuditEntry, Case, Division, Job
from xiezhi.rules.language import speak_to
from xiezhi.work import typesetting
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.deadlines.pack import making as pack_work
from xiezhi.work.deadlines.pack import shelf as pack_shelf
from xiezhi.work.deadlines.pack.contents import pack_of
from xiezhi.work.deadlines.pack.printing import TEMPLATE, printed
from xiezhi.work.typesetting import NoChineseFont, typeset

NIGHT = moment(date(2019, 8, 20), hour=2)
HOSTILE = [
    '#read("/etc/passwd")',
    "*粗* _斜_ $x^2$ `码`",
    "<标签> @引用 // 注 /* 注 */",
    "\\u{0041} #let x = 1; #x",
    "= 标题 - 列 + 号",
    "]]]} \" ' ”",
    "𠮷野家",
    "长" * 160,
    "\u202e倒写",
]


@pytest.fixture
def river(db):
    return found_province().river


@pytest.fixture
def shelf(tmp_path, settings):
    """A storage of its own for the packs of a test."""
    settings.STORAGES = settings.STORAGES | {
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    settings.PACKS = ""
    return tmp_path / "files" / "packs"


def civil(river):
    return Division.objects.select_related("court").get(pk=river.divisions["civil"].pk)


def lines(river, key, at=NIGHT, lang="zh"):
    """The lines of a part of the pack of the civil division."""
    with speak_to(lang):
        pack = pack_of(civil(river), at)
    return next(part for part in pack.parts if part.key == key).lines


def told(river, key, at=NIGHT, lang="zh"):
    return [" ".join(line) for line in lines(river, key, at, lang)]


# --- what it lists


def test_a_case_past_its_limit_says_by_how_many_days_and_why(river):
    story = docketed(river).assigned(river.judge)  # due 2 September 2019
    (line,) = lines(river, "past", moment(date(2019, 9, 12)))
    assert line[:5] == [story.row.number, "买卖合同纠纷", river.judge.officer.name, "2019年9月2日", "10"]
    assert "2019年3月1日起算" in line[5] and "休息日顺延" in line[5]


def test_a_case_due_soon_carries_its_warning(river):
    docketed(river).assigned(river.judge)
    assert lines(river, "due")[0][3:6] == ["2019年9月2日", "13", "末次提醒"]
    assert lines(river, "due", moment(date(2019, 8, 10)))[0][5] == "首次提醒"
    assert lines(river, "due", moment(date(2019, 9, 2)))[0][4:6] == ["0", "今日届满"]
    assert not lines(river, "due", moment(date(2019, 8, 1)))


def test_hearings_of_the_next_ten_days_stand_in_their_order(river):
    story = docketed(river).assigned(river.judge)
    story.on(8, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-08-29T09:30", room="第三法庭")
    story.on(8, 1, "hearing.scheduled", hearing_no=2, starts_at="2019-08-21T14:00", room="第一法庭")
    story.on(8, 1, "hearing.scheduled", hearing_no=3, starts_at="2019-08-31T09:00", room="第五法庭")
    story.on(8, 2, "hearing.scheduled", hearing_no=4, starts_at="2019-08-22T09:00", room="第七法庭")
    story.on(8, 3, "hearing.cancelled", hearing_no=4, reason="撤诉")
    assert [(line[0], line[1]) for line in lines(river, "hearings")] == [
        ("8月21日 周三 14:00", "第一法庭"),
        ("8月29日 周四 09:30", "第三法庭"),
    ]


def test_a_stopped_clock_says_why_since_when_and_who_looks_next(river):
    docketed(river).assigned(river.judge).on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
    (line,) = lines(river, "stopped")
    assert line[3] == "2019年4月1日" and int(line[4]) > 0
    assert line[5].startswith("中止：当事人死亡")
    assert line[6] == "2019年7月1日，已过"  # three months after the ruling; nobody looked
    assert not lines(river, "past", moment(date(2020, 1, 5)))


def test_who_looked_at_a_suspension_moves_its_next_check(river):
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
    story.on(6, 20, "suspension.reviewed", span_no=1, reason="继承人尚未确定")
    assert lines(river, "stopped")[0][6] == "2019年9月20日"


def test_a_deduction_ends_with_its_ground(river):
    docketed(river).assigned(river.judge).on(8, 1, "deduction.started", span_no=1, ground="appraisal")
    (line,) = lines(river, "stopped")
    assert "扣除：鉴定" in line[5] and line[6] == "事由消除时"


def test_a_hidden_overrun_names_the_base_limit(river):
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal").on(6, 1, "deduction.ended", span_no=1)
    (line,) = lines(river, "hidden", moment(date(2019, 9, 12)))
    assert line[4:6] == ["2019年9月2日", "10"]
    assert "扣除61日" in line[6]
    assert not lines(river, "past", moment(date(2019, 9, 12)))


def test_other_clocks_are_listed_with_what_they_are_about(river):
    story = docketed(river).assigned(river.judge)
    Deadline.objects.create(
        case=story.row, subject="hearing/3", kind="secondary.summon", rule="secondary.summon", status="running",
        due_on=date(2019, 8, 25), known_from=NIGHT,
    )  # fmt: skip
    assert any("开庭传唤、通知，第3次开庭" in line for line in told(river, "beside"))


def test_the_pack_of_the_filing_division_holds_what_nobody_has_yet(river):
    unassigned = docketed(river)
    filing = Division.objects.select_related("court").get(pk=river.divisions["filing"].pk)
    due = next(part for part in pack_of(filing, NIGHT).parts if part.key == "due")
    assert [line[0] for line in due.lines] == [unassigned.row.number]
    assert not lines(river, "due")


def test_a_closed_case_and_the_case_of_another_division_are_not_listed(river):
    docketed(river).assigned(river.judge).closed()
    docketed(river).assigned(river.criminal_judge, division="criminal")
    assert not lines(river, "due")


def test_english_readers_get_english(river):
    docketed(river).assigned(river.judge)
    (line,) = lines(river, "due", lang="en")
    assert line[3:6] == ["2 Sep 2019", "13", "last"] and "from 1 Mar 2019" in line[6]


# --- what it hides


def test_no_party_is_named_anywhere(river):
    docketed(river).assigned(river.judge)
    assert PLAINTIFF["name"] not in repr(pack_of(civil(river), NIGHT))


@pytest.mark.parametrize("secrecy", ["protected", "sealed"])
def test_a_protected_case_is_there_without_number_cause_and_procedure(river, secrecy):
    story = docketed(river).assigned(river.judge)
    Case.objects.filter(pk=story.case).update(secrecy=secrecy)
    (line,) = lines(river, "due")
    assert line[:3] == ["受保护案件", "", river.judge.officer.name]
    assert "普通程序" not in line[6]


def test_the_ground_of_a_protected_suspension_is_not_printed(river):
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "suspension.ordered", span_no=1, ground="party_death")
    Case.objects.filter(pk=story.case).update(secrecy="protected")
    assert lines(river, "stopped")[0][5] == "中止"


def test_a_case_from_which_a_reader_of_the_pack_is_barred_is_left_out(river):
    docketed(river).assigned(river.judge).on(
        3, 6, "conflict.declared", officer=river.division_head.id, ground="近亲属"
    )
    assert not lines(river, "due")


def test_a_conflict_of_somebody_who_gets_no_pack_changes_nothing(river):
    docketed(river).assigned(river.judge).on(
        3, 6, "conflict.declared", officer=river.second_judge.id, ground="近亲属"
    )
    assert len(lines(river, "due")) == 1


# --- on paper


def test_it_prints_as_a_tagged_pdf_in_chinese_fonts(river):
    docketed(river).assigned(river.judge)
    pdf = printed(pack_of(civil(river), NIGHT))
    assert pdf.startswith(b"%PDF-")
    assert b"CJK" in pdf or b"HanS" in pdf or b"WenQuanYi" in pdf or b"+Noto" in pdf


def test_an_empty_division_prints_too(river):
    assert printed(pack_of(civil(river), NIGHT)).startswith(b"%PDF-")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_was_written_comes_out_as_text(river, words, lang):
    """No text reaches the template as markup: the page shows the same letters, and nothing was read or carried out."""
    story = docketed(river).assigned(river.judge)
    Case.objects.filter(pk=story.case).update(cause_name=words[:160])
    with speak_to(lang):
        data = pack_of(civil(river), NIGHT).as_data()
    shown = next(line[1] for part in data["parts"] for line in part["lines"])
    assert shown == "".join(sign if sign.isprintable() else " " for sign in words[:160])
    assert isinstance(typeset(TEMPLATE, data), bytes)


def test_typst_itself_shows_hostile_words_as_text(river):
    """As the template does it: the words come from the data, and their letters are all there."""
    source = b"#let d = json(bytes(sys.inputs.data))\n#metadata(repr([#d.at(0)])) <shown>\n#d.at(0)"
    found = typst.Compiler(source, sys_inputs={"data": '["#read(\\"/etc/passwd\\") *a*"]'}).query(
        "<shown>", field="value"
    )
    assert "#read" in found and "passwd" in found and "root:" not in found


def test_a_long_pack_runs_over_pages_with_its_heads(river):
    row = docketed(river).assigned(river.judge)
    data = pack_of(civil(river), NIGHT).as_data()
    part = next(part for part in data["parts"] if part["lines"])
    part["lines"] = part["lines"] * 120
    pages = typeset(TEMPLATE, data, format="png", ppi=20)
    assert row.row and isinstance(pages, list) and len(pages) > 3


def test_without_a_chinese_font_it_says_what_to_install(river, monkeypatch):
    monkeypatch.setattr(typesetting, "fonts", _No())
    with pytest.raises(NoChineseFont) as refused:
        printed(pack_of(civil(river), NIGHT))
    assert "fonts-noto-cjk" in refused.value.zh and "fonts-noto-cjk" in refused.value.en


class _No:
    """A machine that has only what typst brings along."""

    def __call__(self):
        return typst.Fonts(include_system_fonts=False)

    def cache_clear(self):
        pass


# --- on the shelf


def test_what_is_kept_is_encrypted_and_comes_back(shelf):
    kept = pack_shelf.put(uuid4(), "zh", NIGHT, b"%PDF-1.7 words")
    assert pack_shelf.take(kept) == b"%PDF-1.7 words"
    (file,) = [path for path in shelf.rglob("*") if path.is_file()]
    assert b"PDF" not in file.read_bytes()
    assert list(pack_shelf.of_night(date(2019, 8, 20))) == [kept]


def test_a_newer_pack_of_the_night_takes_the_place_of_the_older(shelf):
    division = uuid4()
    older = pack_shelf.put(division, "zh", NIGHT, b"%PDF-1")
    english = pack_shelf.put(division, "en", NIGHT, b"%PDF-2")
    newer = pack_shelf.put(division, "zh", NIGHT + timedelta(hours=7), b"%PDF-3")
    assert set(pack_shelf.of_night(date(2019, 8, 20))) == {english, newer}
    with pytest.raises(NotThere):
        pack_shelf.take(older)


def test_half_a_pack_is_none(shelf):
    kept = pack_shelf.put(uuid4(), "zh", NIGHT, b"%PDF-1.7 words")
    file = next(path for path in shelf.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:20])
    assert not pack_shelf.is_whole(kept)
    with pytest.raises(NotThere):
        pack_shelf.take(kept)


def test_seven_nights_are_kept(shelf):
    division = uuid4()
    for night in range(9):
        pack_shelf.put(division, "zh", NIGHT + timedelta(days=night), b"%PDF-")
    assert pack_shelf.forget_old() == 2
    assert pack_shelf.nights() == [date(2019, 8, 28) - timedelta(days=back) for back in range(7)]


def test_strange_files_on_the_shelf_are_passed_over(shelf):
    pack_shelf.put(uuid4(), "zh", NIGHT, b"%PDF-")
    storage = storages["documents"]
    for name in (
        "packs/notes.txt",
        "packs/2019-08-20/.x",
        "packs/2019-08-20/a.zh.1.pdf",
        "packs/9999/x",
        "packs/2019-13-45/x",
    ):
        storage.save(name, ContentFile(b"x"))
    assert pack_shelf.nights() == [date(2019, 8, 20)]
    assert len(list(pack_shelf.of_night(date(2019, 8, 20)))) == 1


@pytest.mark.parametrize(
    "name", ["", "..", "2019-08-20.zh", "2019-08-20.zh.999999", "2019-13-45.zh.020000", "x.zh.020000", "2019-08-20.fr.020000", "2019-08-20.zh.020000/../x"],
)  # fmt: skip
def test_a_name_that_is_none_finds_nothing(shelf, name):
    with pytest.raises(NotThere):
        pack_shelf.take(pack_shelf.named(uuid4(), name))


def test_a_plain_copy_lies_where_the_court_named_a_folder(river, shelf, tmp_path, settings):
    settings.PACKS = str(tmp_path / "plain")
    division = civil(river)
    division.name = "../民事/审判庭"
    file = pack_shelf.lay_out(division, b"%PDF-")
    assert file is not None and file.parent.parent == tmp_path / "plain" and file.read_bytes() == b"%PDF-"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


# --- the night


@pytest.fixture
def busy(river, shelf):
    """Two divisions with pending cases."""
    docketed(river).assigned(river.judge)
    docketed(river).assigned(river.criminal_judge, division="criminal")
    return river


def work():
    return jobs.work_off({pack_work.PACKS: pack_work.make_asked})


def test_a_night_makes_the_pack_of_every_division_with_pending_cases(busy, shelf):
    job = pack_work.ask_for_night(moment(date.today()))  # noqa: DTZ011 - made as of now
    assert work()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result["made"]) == ("done", 2, 2, 2)
    made = {kept.division for night in pack_shelf.nights() for kept in pack_shelf.of_night(night)}
    assert made == {busy.divisions["civil"].pk, busy.divisions["criminal"].pk}


def test_a_kill_between_divisions_loses_none_and_makes_none_twice(busy, shelf, monkeypatch):
    pack_work.ask_for_night(moment(date.today()))  # noqa: DTZ011
    make = pack_work.make
    made: list[object] = []
    again: list[object] = []

    def killed(division, lang, at):
        if made:
            raise KeyboardInterrupt
        made.append(division.pk)
        return make(division, lang, at)

    def noted(division, lang, at):
        again.append(division.pk)
        return make(division, lang, at)

    monkeypatch.setattr(pack_work, "make", killed)
    with pytest.raises(KeyboardInterrupt):
        work()
    Job.objects.update(leased_until=NIGHT)  # its lease has run out
    monkeypatch.setattr(pack_work, "make", noted)
    assert work()
    assert Job.objects.get().state == "done"
    assert not set(made) & set(again) and len({*made, *again}) == 2


def test_half_a_pack_is_made_again(busy, shelf, monkeypatch):
    pack_work.ask_for_night(moment(date.today()))  # noqa: DTZ011
    work()
    file = next(path for path in shelf.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:50])
    pack_work.ask_for_night(moment(date.today()))  # noqa: DTZ011
    work()
    assert Job.objects.latest("pk").result["made"] == 1


def test_a_division_that_fails_does_not_keep_the_others_waiting(busy, shelf, monkeypatch):
    make = pack_work.make

    def sometimes(division, lang, at):
        if division.kind == "civil":
            raise RuntimeError("boom")
        return make(division, lang, at)

    monkeypatch.setattr(pack_work, "make", sometimes)
    job = pack_work.ask_for_night(moment(date.today()))  # noqa: DTZ011
    work()
    job.refresh_from_db()
    assert job.state == "failed" and "民事审判庭" in job.fault_zh and job.result["made"] == 1
    assert pack_work.last_night_failed(moment(date.today() + timedelta(days=1))) == job  # noqa: DTZ011


def test_a_night_without_a_chinese_font_is_told_at_once(busy, monkeypatch):
    monkeypatch.setattr(typesetting, "fonts", _No())
    with pytest.raises(NoChineseFont):
        pack_work.ask_for_night(NIGHT)
    assert not Job.objects.exists()


# --- who gets them


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("division_head", {"civil"}),
        (
            "president",
            {"civil", "criminal", "filing", "trial_management", "archives", "discipline", "office"},
        ),
        (
            "vice_president",
            {"civil", "criminal", "filing", "trial_management", "archives", "discipline", "office"},
        ),
        ("judge", set()),
        ("filing_officer", set()),
        ("archives", set()),
        ("system_administrator", set()),
    ],
)
def test_a_pack_is_for_those_whose_docket_takes_in_the_division(river, who, kinds):
    found = pack_work.divisions_for(getattr(river, who).looks())
    assert {division.kind for division in found} == kinds
    assert {division.court_id for division in found} <= {river.court.pk}


def test_a_higher_court_gets_those_of_the_courts_below(db):
    province = found_province()
    found = pack_work.divisions_for(province.middle.trial_management.looks())
    assert {division.court_id for division in found} == {
        house.court.pk for house in (province.middle, province.river, province.hill)
    }


def test_taking_a_pack_is_noted(river, shelf):
    head = river.division_head.looks()
    kept = pack_shelf.put(river.divisions["civil"].pk, "zh", NIGHT, b"%PDF-")
    assert pack_work.take_for(head, kept.division, kept.name)[2] == b"%PDF-"
    entry = AuditEntry.objects.get(verb="pack.taken")
    assert (entry.officer, entry.object_id) == (river.division_head.officer.id, str(kept.division))


def test_a_pack_of_another_division_is_not_there(river, shelf):
    kept = pack_shelf.put(river.divisions["criminal"].pk, "zh", NIGHT, b"%PDF-")
    for who in (river.division_head, river.judge):
        with pytest.raises(NotThere):
            pack_work.take_for(who.looks(), kept.division, kept.name)
    with pytest.raises(NotThere):
        pack_work.ask_for_division(river.division_head.looks(), kept.division, "zh", at=NIGHT)
    with pytest.raises(NotThere):
        pack_work.ask_for_court(river.division_head.looks(), river.court.pk, "zh", at=NIGHT)
