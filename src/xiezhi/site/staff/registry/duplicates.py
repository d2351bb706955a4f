"""Whether the same dispute was docketed before: cases of this court of the last year with the same cause and parties.

Only those this officer may find; a protected case is not betrayed by a warning.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Count

from xiezhi.record.audit import note
from xiezhi.record.models import Case
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.dates import add_months

LOOKED = "registry.duplicates_looked_for"
MONTHS_BACK = 12
SAME_PARTIES = 2  # so many parties in common make it the same dispute
MOST_SHOWN = 5


def alike(viewer: Viewer, cause: str, names: Collection[str], on: date) -> list[Case]:
    """The cases that may be the same one, newest first, and the entry that they were looked for."""
    if viewer.post is None or not cause or not names:
        return []
    since = add_months(on, -MONTHS_BACK)
    of_court = searchable_for(viewer).filter(court=viewer.post.court, filed_on__gte=since, cause_name=cause)
    found = of_court.filter(parties__name__in=names).annotate(common=Count("parties__name", distinct=True))
    same = found.filter(common__gte=min(SAME_PARTIES, len(names))).order_by("-filed_on", "id")
    cases: list[Case] = list(same[:MOST_SHOWN])
    note(viewer, LOOKED, object_class="O1", details={"count": len(cases)})
    return cases
