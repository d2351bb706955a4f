"""The case page and what is asked on it: parse, call, answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiezhi.record.audit import note
from xiezhi.record.documents import media_type, open_document
from xiezhi.record.errors import NotThere, XiezhiError
from xiezhi.record.models import CaseDocument
from xiezhi.record.reading import documents_of
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.case.acts import unsealing
from xiezhi.site.staff.case.forms import PurposeForm, RevealForm
from xiezhi.site.staff.case.known import know
from xiezhi.site.staff.case.opening import (
    SENSITIVE,
    Opened,
    deny,
    look_into,
    note_opening,
    note_reading,
    state_purpose,
)
from xiezhi.site.staff.case.page import Asked, Page, asked_of, page_of
from xiezhi.site.staff.case.parties import Opening, sensitive_value

DOWNLOADED = "document.downloaded"
CLASS_OF_FILE = {"main": "O1", "inner": "O2"}
TARGET = "case-tabs"  # the fragment that htmx exchanges


@signed_in
@never_cache
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A case as far as this viewer may see it."""
    opened = look_into(request, case_id)
    if opened.file.sealed:
        deny(opened.viewer, "case.read", case_id, "protected or sealed")
        return render(request, "staff/case_sealed.html", {"unsealing": unsealing(opened)})
    asked = asked_of(request, opened.viewer.on)
    if asked.tab == "readers" and not opened.deals_with_it:
        asked = Asked(as_of=asked.as_of)
    page = page_of(opened, asked)
    note_reading(opened, page.classes, asked.tab)
    return render(request, _template(request, page), page.context)


def _template(request: HttpRequest, page: Page) -> str:
    if "broken" in page.context:
        return "staff/case_broken.html"
    if "unrecorded" in page.context:
        return "staff/case_unrecorded.html"
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx.target == TARGET and not htmx.history_restore_request and "tabs" in page.context:
        return "staff/case_tabs.html"
    return "staff/case.html"


@signed_in
@never_cache
@require_POST
def purpose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """State why the file is opened; it stays open for this session."""
    opened = look_into(request, case_id)
    form = PurposeForm(request.POST)
    if not opened.file.needs_purpose or form.is_valid():
        if opened.file.needs_purpose:
            state_purpose(request, opened, form.cleaned_data["purpose"])
        return redirect("staff:case", case_id)
    page = page_of(opened, Asked())
    note_reading(opened, page.classes, "purpose")
    return render(request, "staff/case.html", page.context | {"purpose_form": form})


@signed_in
@never_cache
@require_POST
def reveal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open one protected value of one party, for this answer only."""
    opened = look_into(request, case_id, SENSITIVE)
    form = RevealForm(request.POST, needs_reason=not opened.deals_with_it)
    asks = _offered(opened, form)
    if form.reason_fault:
        note_reading(opened, {"O1"}, "parties")
    else:
        note_opening(opened, f"{asks.party}/{asks.field}", form.cleaned_data["reason"])
    page = page_of(opened, Asked("parties"), None if form.reason_fault else asks)
    refused = {"asked_for": asks, "reason": form.data.get("reason", ""), "reason_fault": form.reason_fault}
    return render(request, _template(request, page), page.context | refused)


def _offered(opened: Opened, form: RevealForm) -> Opening:
    """The value asked for, if this viewer's page offers it; anything else is not there."""
    asks = form.opening
    if opened.reads_contents and asks is not None:
        state = know(opened.file, None).state
        if sensitive_value(state, asks) is not None:
            return asks
    deny(opened.viewer, SENSITIVE, opened.case, "no such value", "O1")
    raise Http404


@signed_in
@never_cache
@require_safe
def document(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A paper of the file, decrypted, always as a download; the inner file for those who may read it."""
    opened = look_into(request, case_id, DOWNLOADED)
    paper = _paper(opened, document_id)
    try:
        contents = open_document(paper.sha256)
    except XiezhiError as fault:
        if isinstance(fault, NotThere):
            fault = NotThere(f"{fault.zh}：{paper.name}", f"{fault.en}: {paper.name}")
        messages.error(request, tr(fault.zh, fault.en))
        return redirect(f"{reverse('staff:case', args=[case_id])}?tab=documents")
    note(
        opened.viewer, DOWNLOADED, object_class=CLASS_OF_FILE[paper.file], object_id=str(paper.pk), case=case_id,
        purpose=opened.purpose,
    )  # fmt: skip
    disposition = content_disposition_header(as_attachment=True, filename=paper.name)
    return HttpResponse(contents, media_type(contents), headers={"Content-Disposition": disposition})


def _paper(opened: Opened, document_id: UUID) -> CaseDocument:
    """The paper if its file is open to the viewer; otherwise there is no such paper."""
    paper = documents_of(opened.file).filter(pk=document_id).first()
    if paper is None or paper.withdrawn or not opened.file.opens(CLASS_OF_FILE[paper.file]):
        object_class = CLASS_OF_FILE[paper.file] if paper else ""
        deny(opened.viewer, DOWNLOADED, opened.case, "not open", object_class, str(document_id))
        raise Http404
    return paper
