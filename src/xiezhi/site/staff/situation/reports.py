"""The page of reports: make one of what is looked at, follow it, take it, see who received it; the court's Word template."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Job
from xiezhi.record.models.jobs import DONE, OPEN
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import viewer_in
from xiezhi.site.staff.parts import Progress
from xiezhi.site.staff.situation import asking, reporting
from xiezhi.site.staff.situation.door import signed_in, words_of
from xiezhi.site.staff.situation.frame import head, question
from xiezhi.site.staff.typed import typed_day
from xiezhi.work.situation.models import Circulation, Report
from xiezhi.work.situation.report import keeping, templates
from xiezhi.work.situation.report.default_template import default_template
from xiezhi.work.situation.report.definitions import Repeated, changes_since, changes_words, repeated_words
from xiezhi.work.situation.report.wanted import ANNEXES, places_of, read_annexes, usual_court
from xiezhi.work.situation.report.word import LARGEST
from xiezhi.work.situation.wording import period_words
from xiezhi.work.typesetting import NoChineseFont, typefaces

HERE = "situation_reports"
MADE = "report-made"  # the event at which a page that is open reads its list of reports anew
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORM_WORDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
View = Callable[..., HttpResponse]


def for_leaders(view: View) -> View:
    """A view that tells a post without reports why it has none."""

    @signed_in
    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        usual_court(viewer_in(request))  # or the door tells
        return view(request, *arguments, **options)

    return answer


@for_leaders
def page(request: HttpRequest) -> HttpResponse:
    """The reports there are, and the button for the one of what is looked at."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    viewer = asked.viewer
    wanted = reporting.wanted_by(asked)
    reports = keeping.reports_of(viewer)
    template = templates.newest(usual_court(viewer)[0])
    context = head(asked, HERE) | {
        "wanted_words": tr("，", ", ").join((places_of(wanted).title, period_words(wanted.period))),
        "values": asked.values(),
        "works": [progress_of(job) for job in reporting.works_of(viewer, timezone.now())],
        "reports": [_line(report) for report in reports],
        "font_fault": _font_fault(),
        "annexes": [(name, tr(*words)) for name, words in ANNEXES.items()],
        "template": template,
        "puts_template": usual_court(viewer)[2] is None,
        "today": viewer.on,
        "longest": keeping.LONGEST_RECIPIENT,
        "made": MADE,
    }
    return render(request, "staff/situation/reports.html", context)


def _line(report: Report) -> dict[str, Any]:
    """A report with its files, what could not be made, and who received it."""
    return {
        "report": report,
        "period": period_words(read_period(report.period)),
        "forms": [(FORM_WORDS[form], form) for form in keeping.FORMS if form in report.forms],
        "faults": [
            f"{FORM_WORDS[form]}{tr('：', ': ')}{tr(*words)}" for form, words in report.faults.items()
        ],
        "definitions": _about_definitions(report),
        "circulation": [(one, _how(one)) for one in report.circulation.all()],
    }


def _about_definitions(report: Report) -> list[str]:
    """Whether a report made again rests on the definitions of the first one, and what has changed in its own since."""
    first, said = report.again_of, []
    if first is not None:
        said.append(repeated_words(Repeated(first.made_at, first.digests), report.digests))
    since = changes_words(changes_since(report.digests, report.scope)) if report.digests else ""
    if since:
        said.append(
            tr(
                f"生成以后口径有修改，重新生成时数字可能不同。{since}。",
                f"Definitions have changed since; made again, figures may differ: {since}.",
            )
        )
    return said


def _how(one: Circulation) -> str:
    if one.kind == Circulation.TAKEN:
        return tr(
            f"下载{FORM_WORDS.get(one.form, one.form)}",
            f"downloaded the {FORM_WORDS.get(one.form, one.form)}",
        )
    return tr("登记发送", "entered as sent")


def _font_fault() -> str:
    try:
        typefaces()
    except NoChineseFont as fault:
        return tr(fault.zh, fault.en)
    return ""


@require_POST
@for_leaders
def make(request: HttpRequest) -> HttpResponse:
    """Have the report of the question made."""
    asked = asking.read(request.POST, viewer_in(request))
    if asked is None:
        return redirect(HERE_ADDRESS)
    back = f"{asked.address(HERE)}#reports"
    if asked.faults:  # not another report than the one that was asked for
        messages.error(request, tr("没有生成：", "Not made: ") + tr("；", "; ").join(asked.faults))
        return redirect(back)
    try:
        lines = request.POST.get("recipients", "").splitlines()
        annexes = read_annexes(request.POST.getlist("annex"))
        reporting.ask_for(asked.viewer, reporting.wanted_by(asked, annexes), lines, at=timezone.now())
    except (Refused, InputError) as fault:
        messages.error(request, words_of(request, fault))
        return redirect(back)
    messages.success(
        request, tr("已开始生成，完成后可以下载。", "It is being made and can be downloaded when done.")
    )
    return redirect(back)


@require_POST
@for_leaders
def again(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Have a report made again, as known then."""
    viewer = viewer_in(request)
    report = keeping.report_of(viewer, report_id)
    try:
        wanted = reporting.again(report)
    except NotThere as fault:
        messages.error(request, tr("没有重新生成：", "Not made again: ") + tr(fault.zh, fault.en))
        return redirect(HERE_ADDRESS)
    reporting.ask_for(viewer, wanted, report.recipients, at=timezone.now(), again_of=report)
    messages.success(
        request, tr("已开始按当时的数据重新生成。", "It is being made again from the facts as known then.")
    )
    return redirect(HERE_ADDRESS)


@signed_in
def work(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The bar of a job, renewed by itself; a POST cancels. Not there for whoever did not ask for it, in whichever post."""
    viewer = viewer_in(request)
    job = reporting.work_of(viewer, job_id)
    if request.method == "POST":
        reporting.cancel(viewer, job_id)
        return redirect(HERE_ADDRESS)
    answer = render(request, "parts/progress.html", {"progress": progress_of(job)})
    if job.state == DONE:
        answer["HX-Trigger"] = MADE  # the list below has one more
    return answer


def progress_of(job: Job) -> Progress:
    """The bar of a job."""
    request = job.result["request"]
    words = tr("生成报告：", "Making the report: ") + period_words(read_period(request["period"]))
    if job.fault_zh:
        words += tr("：", ": ") + tr(job.fault_zh, job.fault_en)
    here = reverse("staff:situation_report_work", args=[job.pk])
    open_now = job.state in OPEN
    result = f"{reverse(f'staff:{HERE}')}#reports" if job.state == DONE else ""
    return Progress(
        words, job.done, job.total, job.state, "", poll_href=here if open_now else "", cancel_href=here if open_now else "",
        result_href=result,
    )  # fmt: skip


@for_leaders
def file(request: HttpRequest, report_id: UUID, form: str) -> HttpResponse:
    """A file of a report; taking it is entered in its circulation."""
    report, contents = keeping.take(viewer_in(request), report_id, form)
    return _file(contents, form, report.title)


def _file(contents: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(contents, content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.{form}") or ""
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@for_leaders
def sent(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Enter to whom a report was sent."""
    viewer = viewer_in(request)
    try:
        day = typed_day(request.POST["on"]) if request.POST.get("on") else viewer.on
        rows = keeping.enter_sent(viewer, report_id, request.POST.get("recipients", "").splitlines(), day)
        messages.success(
            request, tr(f"已登记{len(rows)}个发送对象。", f"{len(rows)} recipients were entered.")
        )
    except (Refused, InputError) as fault:
        messages.error(request, tr("没有登记：", "Nothing was entered: ") + words_of(request, fault))
    return redirect(f"{reverse(f'staff:{HERE}')}#reports")


# --- the template


@for_leaders
def template(request: HttpRequest, which: str) -> HttpResponse:
    """The default template, or the one of the viewer's court."""
    court, _, _ = usual_court(viewer_in(request))
    own = templates.in_use(court) if which == "own" else None
    if which not in ("own", "default"):
        raise NotThere("没有这个模板", "no such template")
    name = tr("报告模板", "report-template")
    return _file(own if own is not None else default_template(), "docx", name)


@require_POST
@for_leaders
def put_template(request: HttpRequest) -> HttpResponse:
    """Put a template in place of the one in use, or go back to the default one."""
    viewer = viewer_in(request)
    try:
        if "withdraw" in request.POST:
            templates.withdraw(viewer)
            messages.success(request, tr("已恢复默认模板。", "The default template is in use again."))
        else:
            given = request.FILES.get("template")
            if given is None or (given.size or 0) > LARGEST:
                raise InputError(
                    "请选一个不超过5 MB的.docx文件", "choose a .docx file of at most 5 MB", field="template"
                )
            templates.put(viewer, given.name or "template.docx", given.read(), at=timezone.now())
            messages.success(
                request, tr("模板已启用，今后的报告用它。", "The template is in use for reports from now on.")
            )
    except XiezhiError as fault:
        messages.error(
            request, tr("模板没有更换：", "The template was not replaced: ") + words_of(request, fault)
        )
    return redirect(f"{reverse(f'staff:{HERE}')}#template")


HERE_ADDRESS = f"staff:{HERE}"
