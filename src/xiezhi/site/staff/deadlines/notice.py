"""Entering a holiday notice: a year and its days; what it would move is compared before anybody decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiezhi.record.errors import Refused
from xiezhi.record.viewers import Viewer
from xiezhi.rules.calendar import Calendar
from xiezhi.rules.errors import InputError, XiezhiError
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.deadlines import asking, frame
from xiezhi.site.staff.deadlines.changes import decides
from xiezhi.work.deadlines.changed_law import editions
from xiezhi.work.deadlines.law_in_force import law_in_force

LONGEST = 20_000  # characters: a year of days


class NoticeForm(forms.Form):
    """The year and the days of a notice."""

    def __init__(self, calendar: Calendar, data: Any = None) -> None:
        year = calendar.published_through.year + 1
        super().__init__(data, use_required_attribute=False)
        needed = {"required": tr("请填写", "Fill this in"), "invalid": tr("不是年份", "Not a year")}
        needed["max_length"] = tr(f"至多{LONGEST}个字符", f"At most {LONGEST} characters")
        self.fields["year"] = forms.IntegerField(
            label=tr("年份", "Year"),
            min_value=2004,
            max_value=2100,
            initial=year,
            error_messages=needed,
        )
        self.fields["days"] = forms.CharField(
            label=tr("放假和调休上班的日子", "Rest days and make-up workdays"),
            help_text=tr(
                "已列出法定节假日，请补上调休；也可以从表格复制。首行为“日期,休班,名称”；每行一天，写“休”或“班”",
                "the statutory holidays stand here, add the days in lieu; or paste from a table. First line: date,kind,name; then a day a line",
            ),
            initial=statutory(calendar, year),
            max_length=LONGEST, widget=forms.Textarea({"rows": 14, "spellcheck": "false"}), error_messages=needed,
        )  # fmt: skip


def statutory(calendar: Calendar, year: int) -> str:
    """The statutory holidays of a year to begin with, as the form writes them; what the notice adds is typed in."""
    rest = tr("休", "rest")
    days = sorted(day for day, found in calendar.special.items() if day.year == year and found.notice is None)
    lines = [f"{day},{rest},{calendar.special[day].name_zh}" for day in days]
    return "\n".join([tr("日期,休班,名称", "date,kind,name"), *lines])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """The form; what is wrong with a row is said with its line and field."""
    viewer = viewer_in(request)
    none = frame.without_cases(request, viewer)
    if none is not None:
        return none
    form = NoticeForm(law_in_force().calendar, request.POST if request.method == "POST" else None)
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        faults = staged(form, viewer)
        if not faults:
            messages.success(
                request,
                tr("已列为待决定；正在比对它会移动哪些期限", "Staged; what it would move is being compared"),
            )
            return redirect("staff:deadlines_changes")
    context = frame.head(asking.read({}, viewer), frame.CHANGES) | {
        "chips": (),
        "form": form,
        "faults": faults,
        "decides": decides(viewer),
    }
    return render(
        request, "staff/deadlines_notice.html", context, status=422 if faults or form.errors else 200
    )


def staged(form: NoticeForm, viewer: Viewer) -> list[str]:
    """What is wrong with the notice; nothing when it was staged."""
    if viewer.recorder is None:
        return [tr("您今天没有职务", "You hold no post today")]
    given = form.cleaned_data
    try:
        rows = editions.read_notice(commas(given["days"]))
        editions.stage_calendar(given["year"], rows, by=viewer.recorder, at=timezone.now())
    except editions.NoticeFaults as found:
        return [tr(fault.zh, fault.en) for fault in found.faults]
    except (Refused, InputError, XiezhiError) as fault:
        return [tr(fault.zh, fault.en)]
    return []


def commas(text: str) -> str:
    """What was copied from a table has tabs between its cells."""
    return text.replace("\t", ",").replace("，", ",")
