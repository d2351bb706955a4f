import json, traceback, uuid, re, os
import pytest
from datetime import date, timedelta
from urllib.parse import quote
from django.test import Client
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import *
from tests.cast import found_province
from tests.site_cast import signed_in
from tests.watched_cases import cases_at_every_level, with_hearings
from xiezhi.record.models import *
from xiezhi.record import jobs
from xiezhi.work.deadlines.models import *
from xiezhi.rules.procedure.catalogue import load_procedure
from tests.zz_att.test_fuzz import plain, province, tryit, TEXTS
pytestmark = pytest.mark.django_db

def report(bad):
    seen=set()
    for b in bad:
        k=(b[0][:2],b[1],b[2][:40] if len(b)>2 else "")
        if k in seen: continue
        seen.add(k); print("BAD",b)
    assert not bad

def test_queries(province):
    r=province.river
    s=docketed(r).assigned(r.judge)
    bad=[]
    c=signed_in(r.president)
    Q=["cause=%00","cause=a%00b","view=%00","saved=%00","judge=%00","x=%0d%0aSet-Cookie:a","%00=%00","filed_from=%00","sort=%00","as_of=%00", "cause="+"a"*20000, "&"*5000, "cause=%ED%A0%80"]
    for q in Q:
        for form in ("csv","xlsx","paper"):
            for p in ("季度核对","", "=1+1", "a\r\nb", "x"*500):
                tryit(bad,("TAKE",q[:30],form,p[:10]),lambda: c.post("/docket/take",{"form":form,"query":q,"purpose":p,"which":"all"},follow=True))
        tryit(bad,("VIEW",q[:30]),lambda: c.post("/docket/views",{"act":"save","name":uuid.uuid4().hex[:10],"query":q},follow=True))
        tryit(bad,("CVIEW",q[:30]),lambda: c.post("/docket/views",{"act":"save","for_court":"1","name":uuid.uuid4().hex[:10],"query":q},follow=True))
        tryit(bad,("COLS",q[:30]),lambda: c.post("/docket/columns",{"query":q,"view":"open","column":["x","number"]},follow=True))
    for t in TEXTS:
        for act in ("save","rename","remove","x"):
            for saved in ("1","c1","c"+t,t):
                tryit(bad,("VIEWS",act,saved[:10],t[:10]),lambda: c.post("/docket/views",{"act":act,"name":t,"saved":saved,"query":"view=open"},follow=False))
        tryit(bad,("SEEN",t[:20]),lambda: c.post("/deadlines/reminders/seen",{"only":t}))
        tryit(bad,("SEEN2",t[:20]),lambda: c.post("/deadlines/reminders/seen",{"reminder":["999999999999999",t],"note":t}))
        tryit(bad,("ABS",t[:20]),lambda: c.post("/deadlines/absences",{"officer":t,"stand_in":t,"first_on":t,"last_on":t}))
        tryit(bad,("ABS2",t[:20]),lambda: c.post("/deadlines/absences",{"officer":r.judge.id,"stand_in":r.second_judge.id,"first_on":"0001-01-01","last_on":t}))
        tryit(bad,("PACK",t[:20]),lambda: c.post("/deadlines/packs/make",{"what":t}))
        tryit(bad,("PACK2",t[:20]),lambda: c.post("/deadlines/packs/make",{"what":"division/"+t}))
        tryit(bad,("FEED",t[:20]),lambda: c.post("/calendar-feed",{"scope":t,"act":t}))
        tryit(bad,("FEED",t[:20]),lambda: c.get("/feeds/"+quote(t or "x",safe="")+".ics"))
    tryit(bad,("ABS3",),lambda: c.post("/deadlines/absences",{"officer":r.judge.id,"stand_in":r.second_judge.id,"first_on":"9998-12-31","last_on":"9999-12-31"}))
    tryit(bad,("ABS4",),lambda: c.get("/deadlines/absences"))
    report(bad)

def test_notice(province):
    from xiezhi.work.deadlines import editions
    editions.settle(timezone.now())
    bad=[]
    c=signed_in(province.high.president)
    for y in ("2027","2100","2004","2026","-1","9"*30,"²","2027.0"):
        for d in ("","日期,休班,名称","日期,休班,名称\n2027-01-01,休,元旦","日期,休班,名称\n2027-01-01,休,'''\n\"\"\"","日期,休班,名称\n2027-01-01,休,\"\"\"\nx = 1\n\"\"\"","日期,休班,名称\n2027-01-01,休,a\\","日期,休班,名称\n2027-01-01,休,\"a\nb\"","日期,休班,名称\n9999-12-31,休,a","日期,休班,名称\n0000-00-00,休,a","date,kind,name\n2027-13-01,rest,x","date,kind,name\n"+"2027-01-01,rest,x\n"*900,"\x1b[0m","date,kind,name\n2027-01-02,work,\u202e\n2027-01-03,rest,\u2028", "date,kind,name\n2027-01-02,rest,"+"a"*15000, "\ufeff日期,休班,名称\n2027-10-01,休,国庆"):
            a=tryit(bad,("NOTICE",y,d[:40]),lambda: c.post("/deadlines/changes/notice",{"year":y,"days":d}))
            if a is not None and a.status_code==302: print("STAGED",y,repr(d[:80])); Edition.objects.filter(standing="staged").delete() if False else None
            st=editions.staged()
            if st: 
                editions.refuse(st.pk, by=province.high.president.recorder, at=timezone.now())
    report(bad)

def test_post_forms(province):
    r=province.river
    s=docketed(r).assigned(r.judge).on(3,6,"panel.formed",**sole(r.judge,r.clerk))
    bad=[]
    c=signed_in(r.judge)
    for kind,k in load_procedure().kinds.items():
        page=tryit(bad,("GETFORM",kind),lambda: c.get(f"/cases/{s.case}/record/{kind}"))
        if page is None or page.status_code!=200: continue
        names=set(re.findall(r'name="([^"]+)"',page.content.decode()))
        for t in ["9"*30,"-1","0001-01-01","9999-12-31","²","a"*300,"\u202e","1e999","NaN","2019-01-01T99:99","0001-01-01T00:00","9999-12-31T23:59"]:
            data={n:t for n in names if n not in("csrfmiddlewaretoken",)}
            data|={n:"3" for n in names if n.endswith(".rows")}
            for sub in ("","/preview"):
                tryit(bad,("FORM",kind,sub,t[:12]),lambda: c.post(f"/cases/{s.case}/record/{kind}{sub}",data))
            data["occurred_on"]="2019-04-01"
            tryit(bad,("FORM2",kind,t[:12]),lambda: c.post(f"/cases/{s.case}/record/{kind}/preview",data))
    for hid in ({"seen":"99999999999"},{"seen":"-1"},{"token":"x"*70},{"token":""},{"kept":"a:b:c"},{"kept":"x"},{"event":"9"*40},{"event":"²"},{"more":"nothing"},{"members.rows":"99999"},{"members.rows":"-1"}):
        for kind in ("note.recorded","panel.changed","panel.formed","document.filed","correction.recorded","case.closed"):
            tryit(bad,("HID",kind,str(hid)[:20]),lambda: c.post(f"/cases/{s.case}/record/{kind}",{"occurred_on":"2019-04-01","text":"x"}|hid))
    f=signed_in(r.filing_officer)
    for t in TEXTS:
        for n in ("type","procedure","cause","amount","secrecy","received_on","docketed_on","anchor_on","parties.rows","links.rows","typed_for","token","kept","seen_alike","parties-1-name","parties-1-role","links-1-number","max_sentence_years","election_day","others","act","in_custody"):
            if "\0" in t: continue
            data={"type":"0301","typed_for":"0301","procedure":"civil.first.simplified","cause":"买卖合同纠纷","secrecy":"ordinary","received_on":"2019-04-01","docketed_on":"2019-04-01","parties.rows":"2","parties-1-role":"plaintiff","parties-1-kind":"person","parties-1-name":"甲"+t[:5],"parties-2-role":"defendant","parties-2-kind":"person","parties-2-name":"乙","links.rows":"1","act":"preview"}
            data[n]=t
            tryit(bad,("REG",n,t[:12]),lambda: f.post("/registry/new",data))
    report(bad)
