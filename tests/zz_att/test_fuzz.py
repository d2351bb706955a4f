import json, traceback, uuid
import pytest
from datetime import date, timedelta
from django.test import Client
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import *
from tests.cast import found_province
from tests.site_cast import signed_in
from xiezhi.record.models import *
from xiezhi.rules.procedure.catalogue import load_procedure

pytestmark = pytest.mark.django_db

@pytest.fixture(autouse=True)
def plain(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "documents": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }

@pytest.fixture
def province(db):
    return found_province()

TEXTS = ["\x00", "a\x00b", "%00", "a%00", "x\r\nSet-Cookie: a=b", "9"*30, "-1", "-99999999999999999999", "0001-01-01", "9999-12-31", "99999-01-01",
  "2026-13-45", "١٢٣", "²", "１２", "'", '"', "\\", "%", "_", "<script>", "{{7*7}}", "\u202e", "\ufeff", "\u2028", "a"*5000, "&", ":*", "'&'|", "!(", "urn:uuid:"+str(uuid.uuid4()), "{"+str(uuid.uuid4())+"}", "NaN", "1e999", "Infinity", "\u0130", "𠮷", "诉", "a'b", "'''", "x''y z", "..", "../..", ""]

def tryit(bad, label, call):
    from django.db import transaction
    try:
        with transaction.atomic():
            answer = call()
        if answer.status_code >= 500:
            bad.append((label, answer.status_code))
        return answer
    except Exception as e:
        bad.append((label, type(e).__name__, str(e)[:200], traceback.format_exc().splitlines()[-5:-1]))

GETS = {
 "/docket": ["view","sort","order","as_of","saved","stage","cause","judge","division","court","filed_from","filed_to","due_from","due_to","level","after","before","purpose","ticked","taking","named","page"],
 "/search": ["q"],
 "/registry/causes": ["cause","type"],
 "/registry/new": ["type"],
 "/desk": ["page","week","mine","day","court","division"],
 "/deadlines": ["court","division","mine","branch","on","page","day"],
 "/deadlines/month": ["month","day","court","division","year","on"],
 "/deadlines/list/due": ["from","to","day","page","level","first","last","on","kind"],
 "/deadlines/overruns": ["page","sort","court"],
 "/deadlines/suspensions": ["page"],
 "/deadlines/reminders": ["page","note"],
 "/deadlines/absences": ["page"],
 "/deadlines/changes": ["page","purpose","court"],
 "/deadlines/packs": ["court"],
 "/docket/written": ["page"],
 "/api/cases": ["number","lang"],
 "/api/kinds": ["lang"],
 "/data/quality": ["court"],
 "/data/series": ["x"],
 "/calendar-feed": ["x"],
 "/status": ["x"],
}
def test_gets(province):
    r = province.river
    s = docketed(r).assigned(r.judge)
    bad = []
    for who in (r.president, r.filing_officer):
        c = signed_in(who)
        for path, names in GETS.items():
            for n in names:
                for t in (TEXTS if path in ("/search","/docket","/registry/causes","/api/cases") and who is r.president else ["99999999999999999999","-5","0001-01-01","9999-12","9999-12-31"]):
                    tryit(bad, ("GET", path, n, t[:30], who.post.role), lambda: c.get(path, {n: t}))
            tryit(bad, ("GET", path, "htmx"), lambda: c.get(path, {"q": "a"}, HTTP_HX_REQUEST="true"))
    seen=set()
    for b in bad:
        k=(b[0][1],b[0][2],b[1],b[2] if len(b)>2 else "")
        if k in seen: continue
        seen.add(k); print(b)
    assert not bad

def test_paths(province):
    r = province.river
    s = docketed(r).assigned(r.judge)
    bad = []
    c = signed_in(r.president); h = signed_in(province.high.trial_management)
    pats = ["/law/rules/%s","/law/texts/%s","/deadlines/list/%s","/deadlines/changes/%s","/deadlines/changes/%s/progress","/deadlines/changes/%s/export.xlsx","/data/series/of/%s","/data/quality/%s","/feeds/%s.ics","/deadlines/packs/"+str(r.divisions["civil"].id)+"/%s.pdf",f"/cases/{s.case}/record/%s","/docket/written/%s","/api/cases/%s","/cases/%s"]
    for p in pats:
        for t in ["%00","a%00b","99999999999999999999999","9"*5000,"%ED%A0%80","%FF","..%2F..","a"*3000,"2026-11-26.zh.020310","0001-01-01.zh.000000","%EF%BC%92026-11-26.zh.000000", "correction.recorded"]:
            for cc in (c,h):
                tryit(bad, ("PATH", p, t[:30]), lambda: cc.get(p % t))
    for p in ["/deadlines/changes/%s/decide","/deadlines/changes/%s/cancel","/deadlines/absences/%s/ended"]:
        for t in ["99999999999999999999999","0","9"*200]:
            for cc in (c,h):
                tryit(bad, ("POST", p, t[:30]), lambda: cc.post(p % t, {"act":"accept"}))
    for b in bad: print(b)
    assert not bad
