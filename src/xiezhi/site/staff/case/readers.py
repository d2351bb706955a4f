"""Who opened this case, when, in which post, what and why: shown to those who deal with it."""

from uuid import UUID

from xiezhi.record.audit import of_case
from xiezhi.record.models import Post
from xiezhi.rules.language import tr
from xiezhi.rules.offices import load_offices
from xiezhi.site.staff.case.names import officer_names
from xiezhi.site.staff.case.opening import Opened
from xiezhi.site.staff.case.parties import PROTECTED
from xiezhi.site.staff.parts import Reading

VERBS = {
    "case.read": ("案件内容", "contents of the case"),
    "case.metadata_read": ("案件基本信息", "heading of the case"),
    "case.purpose_stated": ("写明目的", "stated a purpose"),
    "case.sensitive_opened": ("受保护的信息", "protected value"),
    "document.downloaded": ("下载材料", "downloaded a document"),
}


def readings_of(opened: Opened) -> list[Reading]:
    """The trail of the case, newest first; refusals stand in it too."""
    entries = of_case(opened.file)
    names = officer_names(entry.officer for entry in entries if entry.officer)
    posts = _post_names({entry.post for entry in entries if entry.post})
    return [
        Reading(
            entry.at,
            names.get(str(entry.officer), tr("（未登录）", "(not signed in)")),
            posts.get(entry.post, "") if entry.post else "",
            _what(entry.verb, entry.object_class, entry.object_id, entry.outcome),
            entry.purpose,
            entry.officer == opened.viewer.officer,
        )
        for entry in entries
    ]


def _what(verb: str, object_class: str, object_id: str, outcome: str) -> str:
    words = tr(*VERBS[verb]) if verb in VERBS else verb
    field = PROTECTED.get(object_id.rpartition("/")[2])
    about = tr(*field) if field else tr(*load_offices().classes[object_class]) if object_class else ""
    if about:
        words = tr(f"{words}（{about}）", f"{words} ({about[:1].lower()}{about[1:]})")
    return tr(f"被拒：{words}", f"refused: {words}") if outcome == "denied" else words


def _post_names(posts: set[UUID]) -> dict[UUID, str]:
    """Court or division and role of each post."""
    rows = Post.objects.filter(pk__in=posts).values_list(
        "pk", "role", "court__name", "court__name_en", "division__name", "division__name_en"
    )
    return {pk: _post_name(*row) for pk, *row in rows}


def _post_name(role: str, court: str, court_en: str, division: str | None, division_en: str | None) -> str:
    known = load_offices().roles.get(role)
    title = tr(known.name_zh, known.name_en) if known else role
    place = tr(division or court, (division_en or division) if division else (court_en or court))
    return tr(f"{place}{title}", f"{title}, {place}")
