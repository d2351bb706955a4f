"""Records written before are found by the new words once they were gone over, and nothing else of them changes."""

from uuid import UUID

import pytest
from django.utils import timezone

from tests.cast import DEFENDANT, PLAINTIFF, docketed, found_province
from xiezhi.record import jobs, rebuild
from xiezhi.record.models import Case, Job
from xiezhi.record.reindex import REINDEX, reindex_page, run

pytestmark = pytest.mark.django_db
NOWHERE = UUID(int=0)


@pytest.fixture
def stories(db):
    province = found_province()
    river = province.river
    secret = docketed(river, secrecy="protected", parties=[{**PLAINTIFF, "name": "诸葛隐"}, DEFENDANT])
    many = [{**DEFENDANT, "name": "单小田"}, {**PLAINTIFF, "name_latin": "Ma Xiaoyan"}]
    third = {**PLAINTIFF, "no": 3, "role": "third_party", "name": "公孙旁"}
    return [secret, docketed(river, parties=[*many, third]), docketed(river).assigned(river.judge)]


def written():
    return dict(Case.objects.values_list("pk", "search")), dict(Case.objects.values_list("pk", "parties_key"))


def forget() -> None:
    Case.objects.update(search=None, parties_key="")


def test_what_is_written_anew_is_what_the_ledger_wrote(stories):
    before = written()
    forget()
    page = reindex_page(NOWHERE)
    assert (page.cases, page.changed) == (3, 3)
    assert written() == before
    assert rebuild.check().differing == 0


def test_what_is_right_already_is_left_alone(stories):
    assert reindex_page(NOWHERE).changed == 0


def test_it_goes_on_behind_any_page(stories):
    forget()
    first = reindex_page(NOWHERE, 2)
    assert (first.cases, reindex_page(first.last, 2).cases) == (2, 1)
    assert reindex_page(stories[-1].case).cases == 0
    assert not Case.objects.filter(search=None).exists()


def test_a_job_goes_over_the_whole_record(stories):
    forget()
    jobs.ask(REINDEX, court=None, officer=None, at=timezone.now())
    assert jobs.work_off({REINDEX: run})
    job = Job.objects.get(kind=REINDEX)
    assert (job.state, job.done, job.total, job.result["changed"]) == ("done", 3, 3, 3)
    assert not Case.objects.filter(search=None).exists()


def test_parties_sort_by_their_sound(stories):
    keys = sorted(Case.objects.values_list("parties_key", flat=True))
    assert keys == ["ma xiao yan 马晓燕", "ma xiao yan 马晓燕", "zhu ge yin 诸葛隐"]


def test_who_stands_in_no_label_is_marked(stories):
    words = str(Case.objects.get(pk=stories[1].case).search)
    assert "'!公孙'" in words and "'公孙'" not in words
    assert "'!~gongsunpang'" in words and "'~shanxiaotian'" in words and "'~danxiaotian'" in words
    assert "诸葛" not in str(Case.objects.get(pk=stories[0].case).search)
