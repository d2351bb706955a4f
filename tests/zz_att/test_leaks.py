import json, traceback, uuid, re
import pytest
from datetime import date, timedelta
from urllib.parse import quote
from django.test import Client
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import *
from tests.cast import found_province
from tests.site_cast import signed_in
from xiezhi.record.models import *
from xiezhi.rules.procedure.catalogue import load_procedure
from tests.zz_att.test_fuzz import plain, province, tryit, TEXTS
pytestmark = pytest.mark.django_db

def post(c, path, body):
    text = body if isinstance(body,(str,bytes)) else json.dumps(body)
    return c.post(path, text, content_type="application/json")

def test_api_hostile_json(province):
    r = province.river
    s = docketed(r).assigned(r.judge)
    c = signed_in(r.judge); f = signed_in(r.filing_officer)
    bad=[]
    vals = ["\x00","\ud800","\u202e","a\nb", 1e308, 10**400, -10**30, None, [], {}, True, [[]]*3, {"a":{"b":[1]}}, "9"*10000, "2019-04-01", "2019-02-30"]
    for v in vals:
        for field in ("kind","occurred_on","data","ref","seen"):
            body={"kind":"note.recorded","occurred_on":"2019-04-01","data":{"text":"x"},field:v}
            for p in ("events","events/preview"):
                a=tryit(bad,("API",p,field,repr(v)[:30]),lambda: post(c,f"/api/cases/{s.case}/{p}",body))
        tryit(bad,("API","text",repr(v)[:30]),lambda: post(c,f"/api/cases/{s.case}/events",{"kind":"note.recorded","occurred_on":"2019-04-01","data":{"text":v, "x\x00":1}}))
        tryit(bad,("API","text",repr(v)[:30]),lambda: post(c,f"/api/cases/{s.case}/events",{"kind":"note.recorded","occurred_on":"2019-04-01","data":{"text":v}}))
        tryit(bad,("API","text",repr(v)[:30]),lambda: post(c,f"/api/cases/{s.case}/events/preview",{"kind":"note.recorded","occurred_on":"2019-04-01","data":{"text":v}}))
        for field in ("type","number","branch","instance","procedure","cause","parties","amount_fen","facts","links","dispute_id","received_on","secrecy","anchor_on"):
            tryit(bad,("NEW",field,repr(v)[:30]),lambda: post(f,"/api/cases",{"kind":"case.docketed","occurred_on":"2019-04-01","data":{**DOCKETING,field:v}}))
            tryit(bad,("PARTY",field,repr(v)[:30]),lambda: post(f,"/api/cases",{"kind":"case.docketed","occurred_on":"2019-04-01","data":{**DOCKETING,"parties":[{**PLAINTIFF,"name":v}]}}))
        tryit(bad,("NEWref",repr(v)[:30]),lambda: post(f,"/api/cases",{"kind":"case.docketed","occurred_on":"2019-04-01","data":DOCKETING,"ref":v}))
    for raw in [b"", b"\xff", b"[]", b"null", b"{", b"{\"kind\":\"a\",\"kind\":\"b\"}", b"["*100000, b"{\"a\":"*5000, b"NaN", ("{\"kind\":\"note.recorded\",\"occurred_on\":\"2019-04-01\",\"seen\":"+"9"*5000+"}").encode(), b'{"kind":"note.recorded","occurred_on":"2019-04-01","data":{"text":NaN}}', ('{"kind":"note.recorded","occurred_on":"2019-04-01","data":{"text":'+"["*900+"]"*900+"}}").encode()]:
        for p in ("events","events/preview"):
            tryit(bad,("RAW",raw[:30]),lambda: post(c,f"/api/cases/{s.case}/{p}",raw))
        tryit(bad,("RAWNEW",raw[:30]),lambda: post(f,"/api/cases",raw))
    # every kind through preview with odd data
    for k in load_procedure().kinds:
        for d in ({}, {"corrects":10**9}, {"no":-1}, {"seqs":[10**20]}, {"corrects":1,"action":"replace","reason":"x","data":{"parties":[]}}, {"corrects":1,"action":"withdraw","reason":"x"}):
            for cc in (c,f):
                tryit(bad,("KIND",k,str(d)),lambda: post(cc,f"/api/cases/{s.case}/events/preview",{"kind":k,"occurred_on":"2019-04-02","data":d}))
    seen=set()
    for b in bad:
        k=(b[0][:2],b[1],b[2][:40] if len(b)>2 else "")
        if k in seen: continue
        seen.add(k); print("BAD",b)
    assert not bad

SECRET = ("protected","sealed")
def hide(s, how):
    Case.objects.filter(pk=s.case).update(secrecy=how)

@pytest.mark.parametrize("how", SECRET)
def test_sealed_through_doors(province, how):
    r = province.river
    s = docketed(r, cause={"name":"强奸罪"} if False else DOCKETING["cause"], secrecy="protected" if how=="protected" else "ordinary").assigned(r.judge)
    if how=="sealed":
        hide(s,"sealed")
    number = s.row.number
    print("NUMBER", number, s.row.secrecy)
    out=[]
    for name in ("president","vice_president","division_head","filing_officer","trial_management","second_judge","clerk","archives","discipline","system_administrator"):
        m=getattr(r,name); c=signed_in(m)
        for kind,data in (("note.recorded",{"text":"x"}),("case.assigned",{"division_id":r.division("civil"),"reporting_judge":r.second_judge.id,"way":"random"}),("suspension.reviewed",{"span_no":1,"reason":"x"}),("extension.granted",{"request_no":1,"months":3,"approver":"president"}),("record.sealed",{"reason":"x"}),("record.unsealed",{"reason":"x"}),("panel.formed",sole(r.judge,r.clerk)),("recusal.granted",{"officer":r.judge.id,"ground":"x"}),("correction.recorded",{"corrects":1,"action":"withdraw","reason":"x"}),("document.filed",{})):
            a=post(c,f"/api/cases/{s.case}/events",{"kind":kind,"occurred_on":"2019-04-02","data":data,"seen":0})
            b=post(c,f"/api/cases/{s.case}/events/preview",{"kind":kind,"occurred_on":"2019-04-02","data":data})
            out.append((name,kind,a.status_code,a.content.decode()[:160],b.status_code))
        for path in (f"/api/cases/{s.case}", f"/api/cases?number={quote(number)}", f"/search?q={quote(number)}", f"/search?q=马晓燕", "/search?q=mxy","/search?q=maxiaoyan", "/docket","/desk","/deadlines","/deadlines/list/due","/deadlines/month?month=2019-09","/deadlines/overruns", f"/cases/{s.case}", f"/cases/{s.case}/record"):
            a=c.get(path, follow=True)
            body=a.content.decode()
            q = quote(number) in path
            hit = number in body.replace('value="%s"'%number,"") if not q else (str(s.case) in body)
            if hit or "马晓燕" in body and "马晓燕" not in path:
                print("LEAK?", how, name, path, a.status_code, body[max(0,body.find(number)-150):body.find(number)+100] if hit else "party")
    for o in out:
        if o[2] not in (404,): print(how,*o)
