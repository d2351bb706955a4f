"""What the data quality list looks for: each check is one condition over the cases a viewer may list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from xiezhi.record.models import Event
from xiezhi.record.projection import MAINLAND
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import docket_for, lists_key, searchable_for
from xiezhi.rules.language import tr
from xiezhi.site.staff.docket.views import is_wide
from xiezhi.work.deadlines import queries

LATE_DAYS = 30
SECONDS_KEPT = 120  # how long the figures of several courts may lag behind
DOCKETED = ~Q(filed_on=None)


@dataclass(frozen=True, slots=True)
class Check:
    """Something that may be lacking: `why` says what hangs on it and where it is set right. `betrays`: to stand in this list tells
    something of the contents of a case, so those that are not named to the viewer are left out."""

    key: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    asked: Callable[[], Q]
    betrays: bool = False

    @property
    def words(self) -> str:
        return tr(self.zh, self.en)

    @property
    def why(self) -> str:
        return tr(self.why_zh, self.why_en)

    def cases(self, viewer: Viewer) -> QuerySet[Any, Any]:
        """The cases it finds, joined to their trial deadline, among those the viewer may list."""
        allowed = searchable_for(viewer) if self.betrays else docket_for(viewer)
        return queries.with_trial_deadline(allowed).filter(self.asked())


def _recorded_late() -> Q:
    """Recorded by people of this court long after it happened. What another system brought was recorded there before."""
    events = Event.objects.filter(case=OuterRef("pk"), officer__isnull=False)
    dated = events.annotate(recorded_on=TruncDate("recorded_at", tzinfo=MAINLAND))
    return Q(Exists(dated.filter(recorded_on__gt=F("occurred_on") + timedelta(days=LATE_DAYS))))


CHECKS = {
    check.key: check
    for check in (
        Check(
            "procedure", "没有程序", "Without procedure",
            "没有程序就算不出审限。在案件页登记“转换程序”，或者更正立案。",
            "Without a procedure no limit can be computed. Record a conversion on the case page, or correct the docketing.",
            lambda: DOCKETED & Q(procedure=""),
        ),
        Check(
            "cause", "没有案由", "Without cause",
            "没有案由的案件进不了按案由的统计。更正立案即可补上。",
            "A case without a cause is missing from figures by cause. Correct the docketing to add it.",
            lambda: DOCKETED & Q(cause_name=""),
            betrays=True,
        ),
        Check(
            "judge", "未结，没有承办法官", "Pending without a reporting judge",
            "没有承办法官，期限提醒没有人收。分案后即从这里消失。",
            "Nobody gets the reminders of such a case. It leaves this list once it is assigned.",
            lambda: DOCKETED & queries.PENDING & Q(reporting_judge=None),
        ),
        Check(
            "late", f"有事件晚录{LATE_DAYS}日以上", f"Events recorded more than {LATE_DAYS} days late",
            "晚录期间按旧情况计算期限、发出提醒。只看本平台人员的登记；从其他系统导入的不算。",
            "Until then limits and reminders rested on what was known before. Only what people recorded here counts, not imports.",
            _recorded_late,
        ),
        Check(
            "issues", "期限计算有疑问", "Limits with an open question",
            "事件之间有矛盾，或者缺少计算所需的事实；案件页的推导写明是哪一项。",
            "Events contradict each other, or a fact is missing; the derivation on the case page says which.",
            lambda: Q(trial__isnull=False) & ~Q(trial__issues=""),
        ),
        Check(
            "provisional", "届满日暂定", "Provisional dates",
            "届满日落在放假安排尚未公布的年份；公布后自动重算。",
            "The last day lies in a year whose holiday notice is not out; it is computed again when it is.",
            queries.provisional,
        ),
    )
}  # fmt: skip


def counts(viewer: Viewer) -> dict[str, int]:
    """How many cases each check finds. Those of several courts are kept for a while, but not beyond a change of post or conflict."""
    key = f"quality:{lists_key(viewer)}"
    kept: dict[str, int] | None = cache.get(key) if is_wide(viewer) else None
    if kept is None:
        kept = {check.key: check.cases(viewer).count() for check in CHECKS.values()}
        cache.set(key, kept, SECONDS_KEPT)
    return kept
