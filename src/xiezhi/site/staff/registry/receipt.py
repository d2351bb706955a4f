"""The page of a receipt: papers came in, and whether they are docketed is decided later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xiezhi.record.errors import XiezhiError
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.recording.desk import RECEIVED
from xiezhi.site.staff.recording.saving import token_in
from xiezhi.site.staff.registry import foresight, saving, telling
from xiezhi.site.staff.registry.forms import ReceiptForm

PREVIEW = "preview"
RECEIPT, ASIDE = "staff/registry_receipt.html", "staff/registry_aside.html"


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Record that papers came in."""
    viewer = viewer_in(request)
    refused = telling.refusal(request, viewer, RECEIVED)
    if refused is not None:
        return refused
    posted = request.POST if request.method == "POST" else None
    form, token = ReceiptForm(posted, viewer.on), token_in(request.POST.get("token", ""))
    previewed = posted is not None and posted.get("act") == PREVIEW
    if posted is not None and not previewed and form.is_valid():
        done = _recorded(request, viewer, form, token)
        if done is not None:
            return done
    given = form.cleaned_data.get("received_on") if form.is_bound and form.errors is not None else None
    seen = foresight.of_receipt(given or viewer.on, telling.level_of(viewer), viewer.on)
    context = {"form": form, "token": token, "foresight": seen, "receipt": True}
    if previewed:
        return render(request, ASIDE, context)
    return render(request, RECEIPT, context | {"waiting": telling.waiting(viewer)})


def _recorded(request: HttpRequest, viewer: Viewer, form: ReceiptForm, token: str) -> HttpResponse | None:
    """The answer after recording; None when the form comes back with its faults."""
    case = saving.recorded_already(viewer, token)
    if case is not None:
        return telling.again(request, case)
    given = form.cleaned_data
    content = {name: given[name] for name in ("received_from", "material") if given.get(name)}
    try:
        written = saving.receive(viewer, content, given["received_on"], token)
    except saving.SentTwice:
        case = saving.recorded_already(viewer, token)
        return telling.again(request, case) if case else None
    except XiezhiError as fault:
        field = getattr(fault, "field", None) or ""
        name = "received_on" if field == "occurred_on" else field
        form.add_error(name if name in form.fields else None, tr(fault.zh, fault.en))
        return None
    messages.success(request, telling.received(written, viewer))
    return redirect("staff:case", written.case)
