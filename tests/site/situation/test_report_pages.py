"""Reports and meetings as each post meets them: who may have them, what is kept, who received it, who answers by when."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import TODAY, appoint, moment
from tests.site_cast import signed_in
from xiezhi.record import jobs
from xiezhi.record.models import AuditEntry, Job
from xiezhi.site.staff.situation import meeting_work, reporting
from xiezhi.work.situation import snapshots
from xiezhi.work.situation.models import Circulation, Meeting, Pin, Report, Snapshot, Topic
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
    assert (topic.state, topic.answer) == (Topic.SETTLED, "清单附后。") and "请附清单" in topic.decision


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
        {"act": "settle"}, {"act": "note", "words": "甲" * 2001},
    ],
    ids=["no words", "no unit", "no such unit", "not answered", "too long"],
)  # fmt: skip
def test_what_cannot_be_done_with_a_topic_is_told_and_changes_nothing(province, topic, wrong):
    client = signed_in(province.river.president)
    answer = client.post(f"/situation/meetings/topics/{topic.pk}", wrong, follow=True)
    assert "没有登记" in answer.content.decode()
    topic.refresh_from_db()
    assert topic.state == Topic.OPEN
