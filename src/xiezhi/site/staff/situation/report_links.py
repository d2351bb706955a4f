"""The address of the list behind a number of a report: with the site's own address, so that it works from paper files too."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from xiezhi.site.staff.situation.asking import ONLY, USUAL_SCOPE, may_narrow
from xiezhi.work.situation.looking import NUMERATOR
from xiezhi.work.situation.report.values import Link
from xiezhi.work.situation.report.wanted import Wanted


def links_of(wanted: Wanted, *, on_paper: bool = True) -> Callable[[Link], str]:
    """From a link of the report to the address that opens it, pinned to the report's snapshot; "" where no page opens such a list.

    `on_paper`: with the site's own address before it, as files need it."""
    page = (settings.SITE_ADDRESS if on_paper else "") + reverse("staff:situation_cases")
    whole = f"{wanted.court.pk}{'' if wanted.below else ONLY}"
    own = str(wanted.division.pk) if wanted.division else ""

    def address(link: Link) -> str:
        if not all(may_narrow(name, text) for name, text in link.where):
            return ""
        values = {
            "court": f"{link.court}{'' if link.below else ONLY}" if link.court else whole,
            "division": link.division or own,
            "scope": "" if wanted.scope == USUAL_SCOPE else wanted.scope,
            "period": link.period.name,
            "snapshot": str(wanted.snapshot.pk),
            "figure": link.key,
            "side": "" if link.side == NUMERATOR else link.side,
        }
        pairs = [(name, value) for name, value in values.items() if value]
        return f"{page}?{urlencode([*pairs, *(('where', f'{name}:{text}') for name, text in link.where)])}"

    return address
