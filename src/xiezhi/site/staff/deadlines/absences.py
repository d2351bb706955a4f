"""Leave: who is away, who stands in, entered by the officer himself or by a head; ended early."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from xiezhi.record.errors import Refused
from xiezhi.record.models import Officer, Post
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.work.deadlines.actions import end_absence, hand_over, may_hand_over
from xiezhi.work.deadlines.models import Absence
from xiezhi.work.deadlines.watched.scope import lists_pending

CHOSEN_FIRST = ("", "—")


class AbsenceForm(forms.Form):
    """Who is away from when to when, and who stands in."""

    def __init__(self, viewer: Viewer, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        needed = {"required": tr("请填写", "Fill this in"), "invalid": tr("不是一个日期", "Not a date")}
        needed |= {"invalid_choice": tr("没有这位人员", "No such officer")}
        away = officers(may_hand_over(viewer).values("officer"))
        self.fields["officer"] = forms.ChoiceField(
            label=tr("离岗的人", "Who is away"),
            choices=away,
            error_messages=needed,
            initial=str(viewer.officer),
        )
        self.fields["stand_in"] = forms.ChoiceField(
            label=tr("代办人", "Who stands in"),
            help_text=tr(
                "须在本院任职；只收到提醒和待办，不多开案卷",
                "holds a post in this court; gets reminders and duties, no further files",
            ),
            choices=[CHOSEN_FIRST, *officers(colleagues(viewer).values("officer"))],
            error_messages=needed,
        )
        for name, label in (("first_on", tr("第一日", "First day")), ("last_on", tr("最后一日", "Last day"))):
            self.fields[name] = forms.DateField(
                label=label,
                error_messages=needed,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            )


def colleagues(viewer: Viewer) -> Any:
    """Those who hold a post in the viewer's court today."""
    assert viewer.post is not None
    return Post.objects.filter(
        Q(last_on=None) | Q(last_on__gte=viewer.on), court=viewer.post.court, first_on__lte=viewer.on
    )


def officers(which: Any) -> list[tuple[str, str]]:
    """Officers as choices, by name."""
    found = Officer.objects.filter(pk__in=which).order_by("name_key", "pk").values_list("pk", "name")
    return [(str(key), name) for key, name in found]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away and who stands in; the form to enter leave."""
    viewer = viewer_in(request)
    if viewer.post is None:
        return render(request, "staff/deadlines_none.html")
    form = AbsenceForm(viewer, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _entered(form, viewer):
        messages.success(
            request,
            tr(
                "已登记离岗，代办人当日起收到提醒",
                "Leave entered; the stand-in gets the reminders from its first day",
            ),
        )
        return redirect("staff:deadlines_absences")
    context = {"form": form, "rows": known_to(viewer), "chips": (), "ends": _may_end(viewer)}
    head = (
        frame.head(asking.read({}, viewer), frame.ABSENCES)
        if lists_pending(viewer)
        else {"tabs": [], "asked": asking.read({}, viewer)}
    )
    return render(request, "staff/deadlines_absences.html", head | context)


def _entered(form: AbsenceForm, viewer: Viewer) -> bool:
    """Whether the leave was entered; a refusal stands at its field."""
    given = form.cleaned_data
    try:
        hand_over(
            given["officer"], given["stand_in"], first_on=given["first_on"], last_on=given["last_on"], by=viewer, at=timezone.now()
        )  # fmt: skip
    except InputError as fault:
        form.add_error(fault.field if fault.field in form.fields else None, tr(fault.zh, fault.en))
        return False
    return True


def known_to(viewer: Viewer) -> list[Absence]:
    """The leave of today and later that concerns the viewer: his own, what he stands in for, and that of those he is head of."""
    assert viewer.post is not None
    mine = Q(officer__in=may_hand_over(viewer).values("officer")) | Q(stand_in=viewer.officer)
    found = Absence.objects.filter(mine, court=viewer.post.court, ended_at=None, last_on__gte=viewer.on)
    return list(
        found.select_related("officer", "stand_in", "entered_by").order_by("first_on", "officer__name_key")
    )


def _may_end(viewer: Viewer) -> set[Any]:
    return set(may_hand_over(viewer).values_list("officer", flat=True))


@signed_in
@require_POST
def ended(request: HttpRequest, absence: int) -> HttpResponse:
    """Back early, or not away at all."""
    viewer = viewer_in(request)
    try:
        end_absence(absence, by=viewer, at=timezone.now())
    except Refused as refused:
        messages.error(request, tr(refused.zh, refused.en))
    else:
        messages.success(
            request, tr("离岗已结束，提醒回到本人", "The leave is over; reminders go to the officer again")
        )
    return redirect("staff:deadlines_absences")
