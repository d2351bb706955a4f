"""The clock strip: the answer of the limits clock as a picture with its words, for a case page, a table row or paper.

`course_of` turns an Outcome into a course (what became of each day), `strip_of` lays it out as drawings for three widths
with the last weeks day by day, `bar_of` is the small bar of a table row. Nothing here knows Django; the templates are
site/templates/parts/clock_strip.html and the tag clock_bar.
"""

from xiezhi.site.clock_strip.bar import Bar, bar_of, bar_of_course
from xiezhi.site.clock_strip.course import Course, State, course_of, undocketed
from xiezhi.site.clock_strip.marks import Mark, law_marks
from xiezhi.site.clock_strip.strip import Strip, strip_of

__all__ = [
    "Bar", "Course", "Mark", "State", "Strip", "bar_of", "bar_of_course", "course_of", "law_marks", "strip_of", "undocketed",
]  # fmt: skip
