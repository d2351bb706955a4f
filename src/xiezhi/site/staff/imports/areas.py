"""The parts of the area Data, as tabs above each of its pages."""

from django.urls import reverse

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.site.staff.parts import Tab

AREAS = {
    "imports": ("导入", "Imports"),
    "mappings": ("字段对照", "Mappings"),
    "series": ("参照数列", "Reference series"),
    "quality": ("数据质量", "Data quality"),
}


def areas(viewer: Viewer, current: str) -> list[Tab]:
    """The tabs of the area; everybody with a post sees them, what is behind one says who may use it."""
    return [
        Tab(tr(*words), reverse(f"staff:{key}"), current=key == current)
        for key, words in AREAS.items()
        if viewer.post is not None
    ]
