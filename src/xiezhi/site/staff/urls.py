"""Addresses of the staff's pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from xiezhi.site.staff import calendar_feed, gallery, law, packs, search, status
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.case import views as case
from xiezhi.site.staff.deadlines import (
    absences,
    board,
    calendar,
    change_sheet,
    changes,
    lists,
    notice,
    overruns,
    reminders,
    suspensions,
)
from xiezhi.site.staff.desk import pages as desk
from xiezhi.site.staff.docket import pages as docket
from xiezhi.site.staff.docket import taking_pages as taking
from xiezhi.site.staff.imports import mapping, one_row, quarantine, rows, running, saved
from xiezhi.site.staff.imports import pages as imports
from xiezhi.site.staff.quality import pages as quality
from xiezhi.site.staff.recording import views as recording
from xiezhi.site.staff.registry import receipt
from xiezhi.site.staff.registry import views as registry
from xiezhi.site.staff.series import views as series
from xiezhi.site.staff.situation import urls as situation

app_name = "staff"
urlpatterns = [
    path("docket", require_safe(docket.docket), name="docket"),
    path("docket/take", taking.take, name="docket_take"),
    path("docket/written", require_safe(taking.written), name="docket_written_all"),
    path("docket/written/<uuid:job_id>", require_safe(taking.written), name="docket_written"),
    path("docket/written/<uuid:job_id>/cancel", taking.cancel, name="docket_written_cancel"),
    path("docket/written/<uuid:job_id>/file", require_safe(taking.fetch), name="docket_written_file"),
    path("docket/views", docket.keep_view, name="docket_views"),
    path("docket/columns", docket.keep_columns, name="docket_columns"),
    path("registry/new", registry.new, name="registry_new"),
    path("registry/receive", receipt.receive, name="registry_receive"),
    path("registry/causes", registry.causes, name="registry_causes"),
    path("registry/cases/<uuid:case_id>/docket", registry.docket_received, name="registry_docket"),
    path("search", require_safe(search.search), name="search"),
    path("cases/<uuid:case_id>", case.case, name="case"),
    path("cases/<uuid:case_id>/purpose", case.purpose, name="case_purpose"),
    path("cases/<uuid:case_id>/reveal", case.reveal, name="case_reveal"),
    path("cases/<uuid:case_id>/documents/<uuid:document_id>", case.document, name="document"),
    path("cases/<uuid:case_id>/record", recording.acts, name="case_record"),
    path("cases/<uuid:case_id>/record/<str:kind>", recording.record, name="case_record_kind"),
    path("cases/<uuid:case_id>/record/<str:kind>/preview", recording.preview, name="case_record_preview"),
    path("law", require_safe(signed_in(law.rules)), name="law"),
    path("law/changes", require_safe(signed_in(law.changes)), name="law_changes"),
    path("law/rules/<str:rule>", require_safe(signed_in(law.rule)), name="law_rule"),
    path("law/texts/<str:text>", require_safe(signed_in(law.text)), name="law_text"),
    path("desk", require_safe(desk.desk), name="desk"),
    path("deadlines", require_safe(board.board), name="deadlines"),
    path("deadlines/month", require_safe(calendar.month), name="deadlines_month"),
    path("deadlines/list/<str:what>", require_safe(lists.figures), name="deadlines_list"),
    path("deadlines/overruns", require_safe(overruns.hidden), name="deadlines_overruns"),
    path("deadlines/suspensions", require_safe(suspensions.suspensions), name="deadlines_suspensions"),
    path("deadlines/reminders", require_safe(reminders.reminders), name="deadlines_reminders"),
    path("deadlines/reminders/seen", reminders.seen, name="deadlines_seen"),
    path("deadlines/absences", absences.absences, name="deadlines_absences"),
    path("deadlines/absences/<int:absence>/ended", absences.ended, name="deadlines_absence_ended"),
    path("deadlines/changes", require_safe(changes.changes), name="deadlines_changes"),
    path("deadlines/changes/notice", notice.notice, name="deadlines_notice"),
    path("deadlines/changes/<int:edition>", require_safe(changes.changes), name="deadlines_edition"),
    path(
        "deadlines/changes/<int:edition>/progress", require_safe(changes.progress), name="deadlines_progress"
    ),
    path("deadlines/changes/<int:edition>/cancel", changes.cancel, name="deadlines_cancel"),
    path("deadlines/changes/<int:edition>/decide", changes.decide, name="deadlines_decide"),
    path(
        "deadlines/changes/<int:edition>/export.xlsx",
        require_safe(change_sheet.export),
        name="deadlines_changes_export",
    ),
    path("deadlines/packs", require_safe(packs.packs), name="packs"),
    path("deadlines/packs/make", packs.make, name="packs_make"),
    path("deadlines/packs/work/<uuid:job_id>", packs.work, name="pack_work"),
    path("deadlines/packs/<uuid:division_id>/<str:name>.pdf", require_safe(packs.pack), name="pack"),
    path("calendar-feed", calendar_feed.calendar_feed, name="calendar_feed"),
    path("data", imports.imports, name="imports"),
    path("data/imports/<uuid:which>", running.run, name="import_run"),
    path("data/imports/<uuid:which>/mapping", mapping.mapping, name="import_mapping"),
    path("data/imports/<uuid:which>/progress", running.progress, name="import_progress"),
    path("data/imports/<uuid:which>/start", running.start, name="import_start"),
    path("data/imports/<uuid:which>/cancel", running.cancel, name="import_cancel"),
    path("data/imports/<uuid:which>/result.<str:form>", running.result, name="import_result"),
    path("data/imports/<uuid:which>/rows", rows.rows, name="import_rows"),
    path("data/imports/<uuid:which>/rows/<int:line>", one_row.row, name="import_row"),
    path("data/imports/<uuid:which>/quarantine", quarantine.quarantine, name="import_quarantine"),
    path("data/imports/<uuid:which>/rerun", quarantine.rerun, name="import_rerun"),
    path("data/mappings", saved.mappings, name="mappings"),
    path("data/mappings/<uuid:which>", saved.one, name="mapping_one"),
    path("data/series", require_safe(series.series_list), name="series"),
    path("data/series/new", series.new_series, name="series_new"),
    path("data/series/of/<path:name>", require_safe(series.one_series), name="series_one"),
    path("data/quality", require_safe(quality.quality), name="quality"),
    path("data/quality/<str:check>", require_safe(quality.cases), name="quality_cases"),
    *situation.urlpatterns,
    path("status", require_safe(status.status), name="status"),
    path("components", require_safe(signed_in(gallery.components)), name="components"),
]
