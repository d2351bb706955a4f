"""Addresses of the pages of the situation; `staff.urls` takes them in."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from xiezhi.site.staff.situation import (
    balance,
    cases,
    cohorts,
    durations,
    enforcement,
    extensions,
    forecast,
    health,
    indicator,
    meetings,
    open_data,
    overview,
    planning,
    reports,
    stock,
    workload,
)

urlpatterns = [
    path("situation/", require_safe(overview.page), name="situation"),
    path("situation/health", require_safe(health.page), name="situation_health"),
    path(
        "situation/times",
        require_http_methods(["GET", "HEAD", "POST"])(durations.page),
        name="situation_times",
    ),
    path("situation/age", require_safe(stock.page), name="situation_age"),
    path("situation/cohorts", require_safe(cohorts.page), name="situation_cohorts"),
    path("situation/balance", require_safe(balance.page), name="situation_balance"),
    path("situation/limits", require_safe(extensions.page), name="situation_limits"),
    path("situation/enforcement", require_safe(enforcement.page), name="situation_enforcement"),
    path("situation/workload", require_safe(workload.page), name="situation_workload"),
    path(
        "situation/forecast",
        require_http_methods(["GET", "HEAD", "POST"])(forecast.page),
        name="situation_forecast",
    ),
    path("situation/planning", require_safe(planning.page), name="situation_planning"),
    path(
        "situation/indicator/<str:indicator_id>",
        require_http_methods(["GET", "HEAD", "POST"])(indicator.page),
        name="situation_indicator",
    ),
    path(
        "situation/cases", require_http_methods(["GET", "HEAD", "POST"])(cases.cases), name="situation_cases"
    ),
    path("situation/report", require_safe(reports.page), name="situation_reports"),
    path("situation/report/make", reports.make, name="situation_report_make"),
    path("situation/report/work/<uuid:job_id>", reports.work, name="situation_report_work"),
    path("situation/report/template/put", reports.put_template, name="situation_report_put_template"),
    path(
        "situation/report/template/<str:which>",
        require_safe(reports.template),
        name="situation_report_template",
    ),
    path("situation/report/<uuid:report_id>/sent", reports.sent, name="situation_report_sent"),
    path("situation/report/<uuid:report_id>/again", reports.again, name="situation_report_again"),
    path(
        "situation/report/<uuid:report_id>/file.<str:form>",
        require_safe(reports.file),
        name="situation_report_file",
    ),
    path("situation/open-data", require_safe(open_data.page), name="situation_open_data"),
    path("situation/open-data/package", require_safe(open_data.take), name="situation_open_data_package"),
    path("situation/meetings", require_safe(meetings.page), name="situation_meetings"),
    path("situation/meetings/make", meetings.make, name="situation_meeting_make"),
    path("situation/meetings/work/<uuid:job_id>", meetings.work, name="situation_meeting_work"),
    path("situation/meetings/<uuid:meeting_id>", require_safe(meetings.one), name="situation_meeting"),
    path("situation/meetings/topics/<uuid:topic_id>", meetings.decide, name="situation_topic_decide"),
    path("situation/meetings/topics/<uuid:topic_id>/answer", meetings.answer, name="situation_topic_answer"),
]
