"""Reports and meetings as each post meets them: who may have them, what is kept, who received it, who answers by when."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import TODAY, appoint, moment
from tests.site_cast import signed_in
from xiezhi.record import jobs
from xiezhi.record.errors import NotThere
from xiezhi.record.models import AuditEntry, Job
from xiezhi.site.staff.situation import meeting_work, reporting
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.meeting import holding
from xiezhi.work.situation.models import Circulation, Meeting, Pin, Report, Snapshot, Topic, TopicEntry
from xiezhi.work.situation.report import keeping
from xiezhi.work.situation.report.default_template import default_template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_files", "kept")]

HANDLERS = {reporting.REPORT: reporting.run, meeting_work.MEETING: meeting_work.run}
PAGE = "/situation/report"


@pytest.fixture
def kept(snapshot, monkeypatch):
    """The facts of the tests as a snapshot in the database, which a report can pin."""
    row = Snapshot.objects.create(
        id=snapshot.id,
        kind="full",
        known_at=moment(TODAY),
        taken_at=moment(TODAY),
        cases=260,
        rows=260,
        digest="",
    )
    monkeypatch.setattr(snapshots, "of_id", lambda key: row if str(key) == str(row.pk) else None)
    monkeypatch.setattr(snapshots, "latest", lambda: row)
    return row


def made_by(member, **asked) -> Report:
    """The report that this person asks for on the page."""
    answer = signed_in(member).post(
        f"{PAGE}/make", {"period": "2019Q3", "recipients": "院领导\n审判委员会", **asked}
    )
    assert answer.status_code == 302, answer.content
    assert jobs.work_off(HANDLERS)
    job = Job.objects.get(kind=reporting.REPORT)
    assert job.fault_zh == "", job.fault_zh
    return Report.objects.get(pk=job.result["report"])


def test_trial_management_makes_the_report_of_a_quarter_and_takes_its_files(province):
    manager = province.high.trial_management
    report = made_by(manager)
    assert report.title.endswith("2019年第三季度审判运行态势分析报告") and report.below
    assert set(report.forms) >= {"docx", "xlsx"}
    client = signed_in(manager)
    page = client.get(PAGE).content.decode()
    assert report.title in page
    taken = client.get(f"{PAGE}/{report.pk}/file.docx")
    assert taken.status_code == 200 and taken.content.startswith(b"PK")
    assert list(report.circulation.values_list("kind", "recipient", "form")) == [
        (Circulation.TAKEN, manager.officer.name, "docx")
    ]
    assert (
        AuditEntry.objects.filter(verb="report.taken").exists()
        and AuditEntry.objects.filter(verb="report.made").exists()
    )


def test_a_report_pins_its_facts_and_the_versions_of_its_definitions(province, kept):
    report = made_by(province.high.trial_management)
    assert Pin.objects.filter(snapshot=kept, holder=f"report/{report.pk}").exists()
    assert report.definitions["flow.new"] == 1


def test_a_page_that_is_open_reads_its_list_anew_when_the_report_is_done(province):
    client = signed_in(province.high.trial_management)
    client.post(f"{PAGE}/make", {"period": "2019Q3"})
    job = Job.objects.get(kind=reporting.REPORT)
    assert "HX-Trigger" not in client.get(f"{PAGE}/work/{job.pk}").headers
    assert jobs.work_off(HANDLERS)
    assert client.get(f"{PAGE}/work/{job.pk}").headers["HX-Trigger"] == "report-made"
    assert 'hx-trigger="report-made from:body"' in client.get(PAGE).content.decode()


def test_of_a_period_before_the_first_case_no_report_is_made(province):
    client = signed_in(province.high.trial_management)
    answer = client.post(f"{PAGE}/make", {"period": "2018Q4"}, follow=True)
    assert "2018Q4 没有事实：事实自 2019-" in answer.content.decode()
    assert not Job.objects.filter(kind=reporting.REPORT).exists()


def test_made_again_it_rests_on_the_same_facts(province):
    manager = province.high.trial_management
    first = made_by(manager)
    Job.objects.all().delete()
    assert signed_in(manager).post(f"{PAGE}/{first.pk}/again").status_code == 302
    assert jobs.work_off(HANDLERS)
    again = Report.objects.exclude(pk=first.pk).get()
    assert (again.snapshot_id, again.period, again.definitions, again.recipients) == (
        first.snapshot_id, first.period, first.definitions, first.recipients,
    )  # fmt: skip
    assert again.forms["pdf" if "pdf" in again.forms else "xlsx"]
    assert (again.digests, again.again_of) == (first.digests, first)
    assert "数据、口径都与那份相同" in signed_in(manager).get(PAGE).content.decode()


def test_a_definition_that_has_changed_since_is_told_on_the_page_and_by_the_report_made_again(province):
    manager = province.high.trial_management
    first = made_by(manager)
    assert first.digests["flow.new"] and "scope:all" in first.digests
    digests = first.digests | {"flow.new": ["another rule", first.digests["flow.new"][1]]}
    Report.objects.update(digests=digests)
    Job.objects.all().delete()
    page = signed_in(manager).get(PAGE).content.decode()
    assert "生成以后口径有修改" in page and "新收（flow.new）" in page
    signed_in(manager).post(f"{PAGE}/{first.pk}/again")
    assert jobs.work_off(HANDLERS)
    assert "数据相同，口径此后有修改" in signed_in(manager).get(PAGE).content.decode()


def test_a_report_from_before_digests_says_that_it_cannot_be_compared(province):
    manager = province.high.trial_management
    first = made_by(manager)
    Report.objects.update(digests={})
    Job.objects.all().delete()
    signed_in(manager).post(f"{PAGE}/{first.pk}/again")
    assert jobs.work_off(HANDLERS)
    assert "没有留下口径摘要" in signed_in(manager).get(PAGE).content.decode()


@pytest.mark.parametrize("post", ["judge", "clerk", "filing_officer", "archives", "research"])
def test_a_post_without_figures_of_its_court_is_told_why_it_has_no_reports(province, post):
    member = (
        appoint(province.river, "花千重", "research") if post == "research" else province.river.people[post]
    )
    client = signed_in(member)
    answer = client.get(PAGE)
    assert answer.status_code == 403 and "审判管理办公室" in answer.content.decode()
    assert client.post(f"{PAGE}/make", {"period": "2019Q3"}).status_code == 403
    assert client.get("/situation/meetings").status_code == 403
    assert not Job.objects.exists()


def test_reports_of_other_courts_are_not_there(province):
    report = made_by(province.high.trial_management)
    for member in (province.river.president, province.river.division_head, province.middle.president):
        client = signed_in(member)
        assert report.title not in client.get(PAGE).content.decode()
        assert client.get(f"{PAGE}/{report.pk}/file.docx").status_code == 404
        assert client.post(f"{PAGE}/{report.pk}/sent", {"recipients": "某某"}).status_code == 404
        assert client.post(f"{PAGE}/{report.pk}/again").status_code == 404


def test_a_division_head_has_the_report_of_his_division_only(province):
    report = made_by(province.river.division_head)
    assert str(report.division_id) == province.river.division("civil") and not report.below
    own = Report.objects.get(pk=report.pk)
    assert signed_in(province.river.president).get(f"{PAGE}/{own.pk}/file.xlsx").status_code == 200
    assert signed_in(province.hill.president).get(f"{PAGE}/{own.pk}/file.xlsx").status_code == 404


def test_to_whom_a_report_was_sent_is_entered_and_listed(province):
    manager = province.high.trial_management
    report = made_by(manager)
    client = signed_in(manager)
    client.post(
        f"{PAGE}/{report.pk}/sent",
        {"recipients": " 省人大常委会 \n\n审判委员会\n审判委员会", "on": timezone.localdate().isoformat()},
    )
    assert list(report.circulation.values_list("recipient", flat=True)) == ["省人大常委会", "审判委员会"]
    assert "省人大常委会" in client.get(PAGE).content.decode()
    for wrong in (
        {"recipients": ""},
        {"recipients": "甲", "on": "2999-01-01"},
        {"recipients": "甲", "on": "昨天"},
        {"recipients": "甲" * 200},
    ):
        client.post(f"{PAGE}/{report.pk}/sent", wrong)
    assert report.circulation.count() == 2


def test_who_left_the_post_gets_nothing(province):
    manager = province.high.trial_management
    signed_in(manager).post(f"{PAGE}/make", {"period": "2019Q3"})
    manager.post.last_on = timezone.localdate() - timedelta(days=1)
    manager.post.save()
    assert jobs.work_off(HANDLERS)
    assert "岗位" in Job.objects.get().fault_zh and not Report.objects.exists()


def test_a_court_puts_its_own_template_and_goes_back(province):
    client = signed_in(province.high.trial_management)
    given = default_template()
    put = {"template": SimpleUploadedFile("高院模板.docx", given)}
    client.post(f"{PAGE}/template/put", put)
    assert "高院模板.docx" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}/template/own").content == given
    client.post(f"{PAGE}/template/put", {"template": SimpleUploadedFile("坏.docx", b"no")})
    assert "模板没有更换" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}/template/put", {"withdraw": "1"})
    assert "本院使用默认模板" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}/template/default").status_code == 200
    assert client.get(f"{PAGE}/template/other").status_code == 404


# --- killed, cancelled, of others


class Killed(BaseException):
    """The end of a worker at a bad moment."""


def killed(*given, **named):
    raise Killed


KEEPERS = {reporting: keeping, meeting_work: holding}
ASKING = {
    "report": (f"{PAGE}/make", {}, reporting, Report),
    "meeting": ("/situation/meetings/make", {"held_on": timezone.localdate().isoformat()}, meeting_work, Meeting),
}  # fmt: skip


@pytest.fixture(params=sorted(ASKING))
def asking(request, province):
    """A report or a meeting that trial management asked for: where the work is, which module does it, what it makes."""
    address, more, module, model = ASKING[request.param]
    signed_in(province.river.trial_management).post(address, {"period": "2019Q3", **more})
    job = Job.objects.get()
    page = f"{PAGE}/work/{job.pk}" if module is reporting else f"/situation/meetings/work/{job.pk}"
    return page, module, model, f"{request.param}.made"


def taken_up_again():
    Job.objects.update(leased_until=timezone.now() - timedelta(minutes=5))
    assert jobs.work_off(HANDLERS)
    return Job.objects.get()


def test_a_kill_before_the_trail_leaves_nothing_and_the_work_is_done_once(asking, monkeypatch):
    _, module, model, verb = asking
    with monkeypatch.context() as patched:
        patched.setattr(KEEPERS[module], "note", killed)
        with pytest.raises(Killed):
            jobs.work_off(HANDLERS)
    assert not model.objects.exists() and not AuditEntry.objects.filter(verb=verb).exists()
    job = taken_up_again()
    assert job.state == "done" and str(model.objects.get().pk) == job.result[verb.split(".")[0]]
    assert AuditEntry.objects.filter(verb=verb).count() == 1


def test_a_kill_after_it_was_kept_makes_no_second_one(asking, monkeypatch):
    _, _, model, verb = asking
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "_end", killed)
        with pytest.raises(Killed):
            jobs.work_off(HANDLERS)
    assert model.objects.count() == 1 and Job.objects.get().state == "running"
    job = taken_up_again()
    assert job.state == "done" and str(model.objects.get().pk) == job.result[verb.split(".")[0]]
    assert AuditEntry.objects.filter(verb=verb).count() == 1


def test_a_worker_whose_work_was_taken_over_keeps_nothing(asking, monkeypatch):
    _, module, model, verb = asking
    seen = module.read_wanted

    def taken_over(request):
        Job.objects.update(attempts=7)
        return seen(request)

    monkeypatch.setattr(module, "read_wanted", taken_over)
    assert jobs.work_off(HANDLERS)
    assert not model.objects.exists() and not AuditEntry.objects.filter(verb=verb).exists()


def test_cancelling_ends_the_work_and_stands_in_the_trail_once(asking, province):
    page, _, model, verb = asking
    client = signed_in(province.river.trial_management)
    assert client.post(page).status_code == 302 and client.post(page).status_code == 302
    assert not jobs.work_off(HANDLERS) and not model.objects.exists()
    assert AuditEntry.objects.filter(verb=verb.replace("made", "cancelled")).count() == 1


def test_work_that_failed_or_was_cancelled_stays_on_the_page_for_an_hour(asking, province, monkeypatch):
    page, module, _, _ = asking
    client, listed = signed_in(province.river.trial_management), page.split("/work/")[0]

    def broken(_):
        raise NotThere("那时的数据快照已经不在了", "the facts of then are no longer there")

    monkeypatch.setattr(module, "read_wanted", broken)
    assert jobs.work_off(HANDLERS)
    assert "那时的数据快照已经不在了" in client.get(listed).content.decode()
    Job.objects.update(state="cancelled", fault_zh="", fault_en="")
    assert [work.state for work in client.get(listed).context["works"]] == ["cancelled"]
    Job.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    assert client.get(listed).context["works"] == []


@pytest.mark.parametrize("address", [f"{PAGE}/make", "/situation/meetings/make"])
def test_for_a_period_that_cannot_be_read_no_other_one_is_made(province, address):
    client = signed_in(province.river.trial_management)
    day = timezone.localdate().isoformat()
    answer = client.post(address, {"from": "1950-01-01", "to": "2019-12-31", "held_on": day}, follow=True)
    assert "早于工作日历" in answer.content.decode() and not Job.objects.exists()


def test_signs_that_are_not_seen_reach_no_document():
    assert keeping.clean_recipients(["院\u202e领导\x1b", "\x1b\u202e", "院领导", "审判　委员会"]) == [
        "院领导",
        "审判 委员会",
    ]


@pytest.mark.parametrize("post", ["president", "division_head", "judge", "clerk"])
def test_the_work_of_others_is_not_there_whether_they_have_meetings_or_not(asking, province, post):
    page, _, _, verb = asking
    client = signed_in(getattr(province.river, post))
    assert client.get(page).status_code == client.post(page).status_code == 404
    assert Job.objects.get().state == "waiting"
    assert not AuditEntry.objects.filter(verb=verb.replace("made", "cancelled")).exists()


def test_in_another_post_of_the_same_person_the_work_is_not_there(asking, province):
    page, *_ = asking
    officer = province.river.trial_management.officer
    for other in (
        appoint(province.river, "", "judge", officer=officer),
        appoint(province.hill, "", "president", officer=officer),
    ):
        assert signed_in(other).get(page).status_code == 404


# --- meetings


def meeting_by(member) -> Meeting:
    answer = signed_in(member).post(
        "/situation/meetings/make", {"period": "2019Q3", "held_on": timezone.localdate().isoformat()}
    )
    assert answer.status_code == 302
    assert jobs.work_off(HANDLERS)
    job = Job.objects.get(kind=meeting_work.MEETING)
    assert job.fault_zh == "", job.fault_zh
    return Meeting.objects.get(pk=job.result["meeting"])


@pytest.fixture
def given_to_civil(province, topic):
    """A topic of a basic court that its civil division has to answer."""
    topic.unit, topic.due_on, topic.state = (
        province.river.divisions["civil"],
        timezone.localdate(),
        Topic.ASSIGNED,
    )
    topic.save()
    return topic


@pytest.mark.parametrize("member", ["high", "middle"])
def test_a_meeting_is_about_what_its_button_says_with_a_division_chosen_too(province, member):
    """It is about the court of the division, alone: never about one division."""
    house = getattr(province, member)
    client = signed_in(house.trial_management)
    asked = {
        "period": "2019Q3",
        "court": f"{province.middle.court.id}.only",
        "division": province.middle.division("civil"),
    }
    page = client.get("/situation/meetings", asked)
    words = page.context["wanted_words"]
    assert "辖区" not in words and "庭" not in words
    client.post(
        "/situation/meetings/make",
        dict(page.context["values"]) | {"held_on": timezone.localdate().isoformat()},
    )
    assert jobs.work_off(HANDLERS)
    meeting = Meeting.objects.get(pk=Job.objects.get().result["meeting"])
    assert (meeting.court, meeting.below) == (province.middle.court, False)
    made = client.get(f"/situation/meetings/{meeting.pk}").context["title"]
    assert made == words


@pytest.fixture
def topic(province):
    """A topic of a meeting of a basic court."""
    meeting = meeting_by(province.river.trial_management)
    found = meeting.topics.first()
    return found or Topic.objects.create(
        meeting=meeting, place=99, rule="flaws", zh="有缺项。", en="Something is lacking."
    )


def test_a_meeting_has_its_topics_with_the_cases_behind_them(province, topic):
    client = signed_in(province.river.trial_management)
    page = client.get(f"/situation/meetings/{topic.meeting_id}")
    assert page.status_code == 200 and topic.zh in page.content.decode()
    for one in page.context["topics"]:
        for _, href in one["lists"]:
            assert client.get(href).status_code == 200


def test_a_topic_is_given_to_a_unit_answered_by_its_head_and_settled(province, topic):
    leader, head = signed_in(province.river.president), signed_in(province.river.division_head)
    due = timezone.localdate() + timedelta(days=10)
    act = f"/situation/meetings/topics/{topic.pk}"
    leader.post(
        act,
        {
            "act": "assign",
            "words": "查明原因。",
            "unit": province.river.division("civil"),
            "due_on": due.isoformat(),
        },
    )
    topic.refresh_from_db()
    assert (topic.state, topic.due_on) == (Topic.ASSIGNED, due)
    mine = head.get("/situation/meetings")
    assert topic.zh in mine.content.decode()
    head.post(f"{act}/answer", {"words": "已逐件查明。"})
    leader.post(act, {"act": "again", "words": "请附清单。", "due_on": due.isoformat()})
    head.post(f"{act}/answer", {"words": "清单附后。"})
    leader.post(act, {"act": "settle"})
    topic.refresh_from_db()
    assert topic.state == Topic.SETTLED
    president, division_head = province.river.president.officer, province.river.division_head.officer
    assert list(topic.entries.values_list("kind", "words", "by")) == [
        (TopicEntry.DECIDED, "查明原因。", president.pk), (TopicEntry.ANSWERED, "已逐件查明。", division_head.pk),
        (TopicEntry.DECIDED, "请附清单。", president.pk), (TopicEntry.ANSWERED, "清单附后。", division_head.pk),
    ]  # fmt: skip
    text = leader.get(f"/situation/meetings/{topic.meeting_id}").content.decode()
    assert (
        text.index("查明原因。")
        < text.index("已逐件查明。")
        < text.index("请附清单。")
        < text.index("清单附后。")
    )


def test_a_deputy_answers_what_the_head_answered_before_and_both_answers_stay(province, given_to_civil):
    head = province.river.division_head
    deputy = appoint(province.river, "贺兰", "deputy_division_head", "civil")
    leader = signed_in(province.river.trial_management)
    act = f"/situation/meetings/topics/{given_to_civil.pk}"
    signed_in(head).post(f"{act}/answer", {"words": "庭长的答复"})
    again = {"act": "again", "words": "再说清楚。", "due_on": timezone.localdate().isoformat()}
    leader.post(act, again)
    signed_in(deputy).post(f"{act}/answer", {"words": "副庭长的答复"})
    answers = given_to_civil.entries.filter(kind=TopicEntry.ANSWERED).values_list("words", "by__name")
    assert list(answers) == [("庭长的答复", head.officer.name), ("副庭长的答复", "贺兰")]
    page = leader.get(f"/situation/meetings/{given_to_civil.meeting_id}").content.decode()
    assert all(words in page for words in ("庭长的答复", "副庭长的答复", head.officer.name, "贺兰"))


def test_a_division_that_is_looked_at_does_not_change_the_meeting_that_the_button_names(province):
    client = signed_in(province.middle.trial_management)
    asked = {
        "period": "2019Q3", "court": f"{province.middle.court.pk}.only", "division": province.middle.division("civil"),
    }  # fmt: skip
    words = client.get("/situation/meetings", asked).context["wanted_words"]
    assert words.startswith(province.middle.court.name) and "民事审判庭" not in words
    client.post("/situation/meetings/make", {**asked, "held_on": timezone.localdate().isoformat()})
    assert jobs.work_off(HANDLERS)
    (line,) = client.get("/situation/meetings").context["meetings"]
    assert line["title"] == words
    assert Job.objects.get().result["request"]["below"] is Meeting.objects.get().below is False


def test_units_of_others_do_not_answer_and_heads_of_divisions_do_not_decide(province, topic):
    act = f"/situation/meetings/topics/{topic.pk}"
    due = (timezone.localdate() + timedelta(days=10)).isoformat()
    assert (
        signed_in(province.river.division_head).post(act, {"act": "note", "words": "甲"}).status_code == 404
    )
    assert signed_in(province.hill.president).post(act, {"act": "note", "words": "甲"}).status_code == 404
    signed_in(province.river.president).post(
        act, {"act": "assign", "words": "甲", "unit": province.river.division("civil"), "due_on": due}
    )
    assert signed_in(province.hill.division_head).post(f"{act}/answer", {"words": "甲"}).status_code == 404
    assert signed_in(province.river.judge).post(f"{act}/answer", {"words": "甲"}).status_code == 404
    topic.refresh_from_db()
    assert topic.state == Topic.ASSIGNED


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "note", "words": " "}, {"act": "assign", "words": "甲"}, {"act": "assign", "words": "甲", "unit": "x", "due_on": "2999-01-01"},
        {"act": "settle"}, {"act": "note", "words": "甲" * 2001}, {"act": "note", "words": "\x1b\u202e\u200b"},
    ],
    ids=["no words", "no unit", "no such unit", "not answered", "too long", "nothing to be seen"],
)  # fmt: skip
def test_what_cannot_be_done_with_a_topic_is_told_and_changes_nothing(province, topic, wrong):
    client = signed_in(province.river.president)
    answer = client.post(f"/situation/meetings/topics/{topic.pk}", wrong, follow=True)
    assert "没有登记" in answer.content.decode()
    topic.refresh_from_db()
    assert topic.state == Topic.OPEN


@pytest.fixture
def given(province):
    """A topic about four quarters' cases of the high court and those below, given to the trial management of a basic court."""
    meeting = meeting_by(province.high.trial_management)
    lists = [
        {"key": "flow.new", "period": "2019Q3", "side": "numerator", "court": "", "division": "", "where": [], "count": 999}
    ]  # fmt: skip
    return Topic.objects.create(
        meeting=meeting, place=98, rule="flaws", zh="有缺项。", en="Lacking.", lists=lists, state=Topic.ASSIGNED,
        unit=province.river.divisions["trial_management"], due_on=timezone.localdate(),
    )  # fmt: skip


def test_a_unit_of_a_court_below_opens_the_list_of_its_topic_narrowed_to_its_own_court(province, given):
    client = signed_in(province.river.trial_management)
    (one,) = client.get("/situation/meetings").context["mine"]
    ((_, href),) = one["lists"]
    page = client.get(href)
    assert page.status_code == 200 and 0 < page.context["total"] < 999
    text = page.content.decode()
    assert f"议题说的是999件，您能看到其中{page.context['total']}件。" in text
    assert "与所点数字一致" not in text


def test_the_list_of_a_topic_tells_nothing_to_whom_the_topic_is_not_known(province, given):
    (one,) = signed_in(province.river.trial_management).get("/situation/meetings").context["mine"]
    ((_, href),) = one["lists"]
    page = signed_in(province.river.judge).get(href)
    assert "999" not in page.content.decode()


def test_the_lists_of_a_topic_are_counted_when_the_meeting_is_made(province):
    meeting = meeting_by(province.high.trial_management)
    client = signed_in(province.high.trial_management)
    page = client.get(f"/situation/meetings/{meeting.pk}")
    lists = [one for topic in page.context["topics"] for one in topic["lists"]]
    told = [one["count"] for topic in meeting.topics.order_by("place") for one in topic.lists]
    assert told == [client.get(href).context["total"] for _, href in lists]


def test_what_was_refused_stands_in_the_open_form_again(province, topic):
    client = signed_in(province.river.president)
    wrong = {"act": "assign", "words": "查明存案增加的原因。", "unit": "", "due_on": "2031-02-03"}
    answer = client.post(f"/situation/meetings/topics/{topic.pk}", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422 and "请选一个责任部门" in text
    assert (
        "<details open>" in text
        and "查明存案增加的原因。</textarea>" in text
        and 'value="2031-02-03"' in text
    )


def test_who_decides_second_keeps_his_words(province, topic):
    act = f"/situation/meetings/topics/{topic.pk}"
    signed_in(province.river.president).post(act, {"act": "note", "words": "甲的意见"})
    answer = signed_in(province.river.trial_management).post(act, {"act": "note", "words": "乙的意见"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "已经有人处理过了" in text
    assert "甲的意见" in text and "乙的意见</textarea>" in text


def test_a_head_sees_that_he_answered_and_finds_the_answer_again(province, given):
    client = signed_in(province.river.trial_management)
    address = f"/situation/meetings/topics/{given.pk}/answer"
    refused = client.post(address, {"words": "长" * 2001})
    assert refused.status_code == 422 and "长" * 2001 in refused.content.decode()
    told = client.post(address, {"words": "已逐件补正。"}, follow=True).content.decode()
    assert "已答复，由会商主持人查看" in told and "已逐件补正。" in told
    assert "已逐件补正。" in client.get("/situation/meetings").content.decode(), "later too"
    twice = client.post(address, {"words": "另一份答复"})
    assert twice.status_code == 422 and "另一份答复</textarea>" in twice.content.decode()


# --- snapshots that are gone


def test_a_report_whose_facts_are_gone_is_not_made_again_and_that_is_told(province, monkeypatch):
    manager = province.high.trial_management
    report = made_by(manager)
    Job.objects.all().delete()
    client = signed_in(manager)
    with monkeypatch.context() as gone:
        gone.setattr(snapshots, "of_id", lambda key: None)
        answer = client.post(f"{PAGE}/{report.pk}/again")
    assert answer.status_code == 302 and not Job.objects.exists()
    assert "那时的数据快照已经不在了" in client.get(PAGE).content.decode()


def test_a_link_whose_snapshot_is_gone_says_so_and_leads_to_the_facts_of_now(province):
    gone = Snapshot.objects.create(
        kind="full",
        known_at=moment(TODAY),
        taken_at=moment(TODAY),
        cases=1,
        rows=1,
        digest="",
        removed_at=moment(TODAY),
    )
    client = signed_in(province.river.president)
    answer = client.get(f"/situation/?period=2019Q3&snapshot={gone.pk}")
    assert answer.status_code == 410 and "已经不在了" in answer.content.decode()
    assert client.get(answer.context["now"]).status_code == 200
    assert client.get("/situation/?snapshot=00000000-0000-0000-0000-00000000abcd").status_code == 404
