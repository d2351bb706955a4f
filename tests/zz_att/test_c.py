"""race + jobs + feeds etc"""
import json, uuid, re, threading
import pytest
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from tests.cast import *
from tests.cast import found_province
from tests.site_cast import signed_in
from tests.watched_cases import told, TODAY
from xiezhi.record import jobs
from xiezhi.record.models import *
from xiezhi.work.deadlines.models import *
from xiezhi.work.deadlines import actions, editions
from xiezhi.work.deadlines.feed_keys import make_key, key_behind
from tests.zz_att.test_fuzz import plain
pytestmark = pytest.mark.django_db(transaction=True, databases=["default","owner"])

@pytest.fixture
def province(transactional_db):
    return found_province()

def both(*calls):
    gate=threading.Barrier(len(calls))
    def run(call):
        try:
            gate.wait()
            return call()
        except Exception as e:
            return e
        finally:
            connections.close_all()
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))

def test_absence_race(province):
    r=province.river
    def go(st): return lambda: actions.hand_over(r.judge.officer.pk, st.officer.pk, first_on=TODAY, last_on=TODAY+timedelta(days=5), by=r.judge.looks(TODAY), at=moment(TODAY))
    print("ABS", both(go(r.second_judge), go(r.presiding_judge)), Absence.objects.count())
    Absence.objects.all().delete()
    def cross(a,b): return lambda: actions.hand_over(a.officer.pk, b.officer.pk, first_on=TODAY, last_on=TODAY+timedelta(days=5), by=r.president.looks(TODAY), at=moment(TODAY))
    print("CROSS", both(cross(r.judge,r.second_judge), cross(r.second_judge,r.judge)), Absence.objects.count())

def test_edition_race(province):
    h=province.high
    print(both(lambda: editions.settle(timezone.now()), lambda: editions.settle(timezone.now()), lambda: editions.settle(timezone.now())), Edition.objects.count())
    rows=editions.read_notice("日期,休班,名称\n2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-02-05,休,春节\n2027-02-06,休,春节\n2027-02-07,休,春节")
    def st(m): return lambda: editions.stage_calendar(2027, rows, by=m.recorder, at=timezone.now())
    print("STAGE", both(st(h.president), st(h.trial_management)))
    e=editions.staged()
    if e is None: return
    Edition.objects.filter(pk=e.pk).update(compared_at=timezone.now())
    print("ACC", both(lambda: editions.accept(e.pk, by=h.president.recorder, at=timezone.now()), lambda: editions.refuse(e.pk, by=h.trial_management.recorder, at=timezone.now()), lambda: editions.accept(e.pk, by=h.president.recorder, at=timezone.now()), st(h.president)))
    print(list(Edition.objects.values_list("pk","standing")), list(Job.objects.values_list("kind","subject","state")))

def test_jobs_cancel_ask(province):
    at=timezone.now()
    j=jobs.ask("k","s",court=None,officer=None,at=at)
    seen=[]
    def handler(run):
        jobs.cancel(run.job.pk)
        again=jobs.ask("k","s",court=None,officer=None,at=timezone.now())
        seen.append(again.pk==run.job.pk)
        run.report(1,1)
    jobs.work_off({"k":handler})
    print("JOBS", seen, list(Job.objects.values_list("state","cancel_asked")))

def test_feed(province):
    r=province.river
    bad=[]
    s=told(r, r.judge, 3,25)
    p=told(r, r.judge, 3,26, secrecy="protected")
    v=r.division_head.looks(timezone.localdate())
    tok=make_key(v,"division",language="zh",at=timezone.now())
    c=Client()
    a=c.get(f"/feeds/{tok}.ics"); body=a.content.decode().replace("\r\n ","")
    print(a.status_code, s.state.number in body, p.state.number in body, a.headers)
    Conflict.objects.create(case_id=s.case, officer=r.division_head.officer, ground="x", first_on=TODAY)
    body=c.get(f"/feeds/{tok}.ics").content.decode().replace("\r\n ","")
    print("after conflict", s.state.number in body)
    Post.objects.filter(pk=r.division_head.post.pk).update(last_on=TODAY)
    print("ended", c.get(f"/feeds/{tok}.ics").status_code, c.get(f"/feeds/{tok}.ics", HTTP_IF_NONE_MATCH="*").status_code, c.get(f"/feeds/{tok}x.ics").status_code)
    for m in ("post","put","delete","options"):
        print(m, getattr(c,m)(f"/feeds/{tok}.ics").status_code)

def test_ended_post_everywhere(province):
    r=province.river
    s=told(r, r.judge, 3,25)
    c=signed_in(r.judge); 
    Post.objects.filter(pk=r.judge.post.pk).update(last_on=TODAY)
    for path in ("/docket","/desk","/deadlines","/deadlines/month","/deadlines/list/due","/deadlines/overruns","/deadlines/suspensions","/deadlines/reminders","/deadlines/absences","/deadlines/changes","/deadlines/changes/notice","/deadlines/packs","/calendar-feed","/registry/new","/registry/receive","/registry/causes?cause=买卖&type=0301","/search?q=马晓燕","/docket/written","/api/kinds","/api/cases?number=x",f"/api/cases/{s.case}",f"/cases/{s.case}",f"/cases/{s.case}/record",f"/cases/{s.case}/record/note.recorded",f"/registry/cases/{s.case}/docket","/data","/data/quality","/data/series","/status"):
        a=c.get(path); print(path,a.status_code, s.state.number in a.content.decode())
    for path,data in ((f"/cases/{s.case}/record/note.recorded",{"text":"x","occurred_on":"2019-09-01"}),(f"/cases/{s.case}/record/note.recorded/preview",{"text":"x"}),("/docket/take",{"form":"csv","purpose":"abc","query":""}),("/docket/views",{"act":"save","name":"x","for_court":"1"}),("/deadlines/absences",{"officer":r.judge.id,"stand_in":r.second_judge.id,"first_on":"2027-01-01","last_on":"2027-01-02"}),("/deadlines/reminders/seen",{"only":"1"}),("/calendar-feed",{"scope":"own"}),("/deadlines/packs/make",{"what":"court/"+str(r.court.id)}),("/deadlines/changes/notice",{"year":"2027","days":"x"}),("/deadlines/changes/1/decide",{"act":"accept"}),("/registry/new",{"act":"docket"}),("/registry/receive",{"received_on":"2019-01-01"}),("/deadlines/changes/1/cancel",{}),("/deadlines/absences/1/ended",{})):
        a=c.post(path,data); print("POST",path,a.status_code,a.headers.get("Location"))
    for path in (f"/api/cases/{s.case}/events","/api/cases","/api/documents"):
        print("API",path,c.post(path,"{}",content_type="application/json").status_code)
    x=Client(enforce_csrf_checks=True); x.cookies=signed_in(r.president).cookies
    for path in ("/docket/take","/docket/views","/docket/columns","/deadlines/absences","/deadlines/reminders/seen","/calendar-feed","/deadlines/packs/make","/deadlines/changes/notice","/deadlines/changes/1/decide","/registry/new","/registry/receive",f"/cases/{s.case}/record/note.recorded",f"/cases/{s.case}/record/note.recorded/preview","/data","/api/cases","/api/documents",f"/api/cases/{s.case}/events",f"/api/cases/{s.case}/events/preview"):
        a=x.post(path,{"a":"b"}) 
        if a.status_code!=403: print("CSRF!",path,a.status_code)
