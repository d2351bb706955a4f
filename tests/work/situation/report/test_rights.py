"""Who may have which report: the same answer to a list, to one report, and to one that is to be made or kept."""

from itertools import product

import pytest

from tests.cast import TODAY, appoint, moment
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import AuditEntry
from xiezhi.rules.indicators.periods import read_period
from xiezhi.work.situation.models import Report, Snapshot
from xiezhi.work.situation.report import keeping, templates
from xiezhi.work.situation.report.default_template import default_template
from xiezhi.work.situation.report.wanted import Wanted, demand, open_to

DAY = moment(TODAY)


@pytest.fixture
def snapshot(db):
    return Snapshot.objects.create(kind="full", known_at=DAY, taken_at=DAY, cases=1, rows=1, digest="")


@pytest.fixture
def kept(snapshot):
    """Keeps a report of a court without asking anybody."""

    def kept(house, *, below=False, division=None, title="报告"):
        return Report.objects.create(
            court=house.court, below=below, division=house.divisions[division] if division else None, scope="all", period="2019Q3",
            snapshot=snapshot, language="zh", title=title, definitions={}, made_at=DAY,
        )  # fmt: skip

    return kept


def refuses(viewer, report):
    try:
        demand(viewer, report.court_id, below=report.below, division=report.division_id)
    except (NotThere, Refused):
        return True
    return False


def test_the_list_and_the_right_to_one_agree_for_every_post(province, kept):
    reports = [
        kept(house, below=below, division=division)
        for house, below, division in product(province.houses, (False, True), (None, "civil", "criminal"))
        if not (below and division)
    ]
    members = [member for house in province.houses for member in house.people.values()]
    members += [
        appoint(province.river, "无庭", "division_head"),
        appoint(province.middle, "庭长", "division_head", "civil"),
    ]
    for member in members:
        viewer = member.looks()
        listed = set(open_to(viewer))
        assert listed == {one for one in reports if not refuses(viewer, one)}, member.post.role


def test_newer_reports_of_the_court_do_not_push_away_the_one_of_a_division(
    province, kept, django_assert_max_num_queries
):
    own = kept(province.river, division="civil", title="民庭的报告")
    for place in range(30):
        kept(province.river, title=f"全院第{place}份")
    viewer = province.river.division_head.looks()
    with django_assert_max_num_queries(8):
        assert keeping.reports_of(viewer, most=3) == [own]


def made(province, snapshot):
    wanted = Wanted(province.river.court, False, None, "all", read_period("2019Q3"), snapshot)
    report = Report(
        court=wanted.court, below=False, scope="all", period="2019Q3", snapshot=snapshot, language="zh", title="报告", definitions={}, made_at=DAY
    )  # fmt: skip
    return keeping.Made(report, wanted, {})


def test_keeping_a_report_asks_for_the_right_and_ends_in_the_trail(province, snapshot):
    with pytest.raises(NotThere):
        keeping.keep(province.hill.president.looks(), made(province, snapshot))
    with pytest.raises(Refused):
        keeping.keep(province.river.judge.looks(), made(province, snapshot))
    assert not Report.objects.exists() and not AuditEntry.objects.filter(verb=keeping.MADE).exists()
    report = keeping.keep(province.river.president.looks(), made(province, snapshot))
    entry = AuditEntry.objects.get(verb=keeping.MADE)
    assert entry.object_id == str(report.pk) and "2019Q3" in entry.details


def test_a_head_of_a_division_changes_no_template_of_the_court(province):
    viewer = province.river.division_head.looks()
    with pytest.raises(Refused, match="院领导"):
        templates.put(viewer, "模板.docx", default_template(), at=DAY)
    with pytest.raises(Refused, match="院领导"):
        templates.withdraw(viewer)


def test_what_was_typed_wrongly_is_named_by_its_field(province, kept):
    report, viewer = kept(province.river), province.river.president.looks()
    for lines, on, field in (
        ([""], TODAY, "recipients"), (["甲" * 200], TODAY, "recipients"), (["甲"], TODAY.replace(year=2999), "on"),
    ):  # fmt: skip
        with pytest.raises(InputError) as fault:
            keeping.enter_sent(viewer, report.pk, lines, on)
        assert fault.value.field == field
