"""Addresses of the staff's pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from xiezhi.site.staff import gallery, law, search, status
from xiezhi.site.staff.access import signed_in
from xiezhi.site.staff.case import views as case
from xiezhi.site.staff.docket import pages as docket

app_name = "staff"
urlpatterns = [
    path("docket", require_safe(docket.docket), name="docket"),
    path("docket/export.<str:form>", require_safe(docket.export), name="docket_export"),
    path("docket/views", docket.keep_view, name="docket_views"),
    path("docket/columns", docket.keep_columns, name="docket_columns"),
    path("search", require_safe(search.search), name="search"),
    path("cases/<uuid:case_id>", case.case, name="case"),
    path("cases/<uuid:case_id>/purpose", case.purpose, name="case_purpose"),
    path("cases/<uuid:case_id>/reveal", case.reveal, name="case_reveal"),
    path("cases/<uuid:case_id>/documents/<uuid:document_id>", case.document, name="document"),
    path("law", require_safe(signed_in(law.rules)), name="law"),
    path("law/changes", require_safe(signed_in(law.changes)), name="law_changes"),
    path("law/rules/<str:rule>", require_safe(signed_in(law.rule)), name="law_rule"),
    path("law/texts/<str:text>", require_safe(signed_in(law.text)), name="law_text"),
    path("status", require_safe(status.status), name="status"),
    path("components", require_safe(signed_in(gallery.components)), name="components"),
]
