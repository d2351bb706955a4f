"""From marks to SVG: for a page (widths in percent, colours by class) and for paper (px, colours written in).

Every text is escaped; numbers have at most two decimals; the same drawing gives the same bytes.
"""

from html import escape

from xiezhi.work.situation.charts.drawing import Dot, Drawing, Line, Linked, Mark, Path, Rect, Text
from xiezhi.work.situation.charts.looks import attributes_of

STRETCH = 1000  # units across a path that stretches with the page
NARROW = 440  # px under which `roomy` texts are left out; the sheet has the same
PREFIX = "c-"
FONTS = "Source Han Sans SC, Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


class Markup(str):
    """Finished markup: templates write it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def page(drawing: Drawing, title: str, description: str) -> Markup:
    """The drawing for a page: as wide as its place, in the colours of the sheet."""
    return Markup(
        f'<svg class="chart left-{drawing.left} right-{drawing.right}" height="{_number(drawing.height)}" role="group">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(map(_on_page, drawing.marks))}</svg>"
    )


def standalone(drawing: Drawing, title: str, description: str, width: int) -> str:
    """The drawing with sizes and colours written in, those of light paper."""
    inner = width - drawing.left - drawing.right
    marks = "".join(_on_paper(mark, inner, width < NARROW) for mark in drawing.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_number(drawing.height)}" viewBox="0 0 {width} '
        f'{_number(drawing.height)}" font-family="{escape(FONTS)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f'<g transform="translate({drawing.left} 0)">{marks}</g></svg>'
    )


def _on_page(mark: Mark) -> str:
    match mark:
        case Linked(href, words, marks):
            inner = f"<title>{escape(words)}</title>{''.join(map(_on_page, marks))}"
            return f'<a href="{escape(href)}">{inner}</a>' if href else f"<g>{inner}</g>"
        case Path(points, kind, closed):
            shape = _path([(x * STRETCH, y) for x, y in points], closed)
            height = _number(max(1.0, *(y for _, y in points)))
            return (
                f'<svg viewBox="0 0 {STRETCH} {height}" preserveAspectRatio="none" width="100%" height="{height}" overflow="visible">'
                f'<path class="{PREFIX}{kind}" d="{shape}"/></svg>'
            )
        case Text(x, y, words, kind, anchor, dx, roomy):
            end = "" if anchor == "start" else f' text-anchor="{anchor}"'
            classes = PREFIX + kind + (" roomy" if roomy else "")
            return f'<text class="{classes}" x="{_percent(x)}"{_aside(dx)} y="{_number(y)}"{end}>{escape(words)}</text>'
        case Line(x1, y1, x2, y2, kind, dx):
            ends = f'x1="{_percent(x1)}" y1="{_number(y1)}" x2="{_percent(x2)}" y2="{_number(y2)}"'
            return f'<line class="{PREFIX}{kind}" {ends}{_moved(dx)}/>'
        case Rect(x, y, width, height, kind, dx):
            size = f'x="{_percent(x)}" y="{_number(y)}" width="{_percent(width)}" height="{_number(height)}"'
            return f'<rect class="{PREFIX}{kind}" {size}{_moved(dx)}/>'
        case Dot(x, y, radius, kind, dx):
            return f'<circle class="{PREFIX}{kind}" cx="{_percent(x)}" cy="{_number(y)}" r="{_number(radius)}"{_moved(dx)}/>'


def _on_paper(mark: Mark, width: float, narrow: bool) -> str:
    match mark:
        case Linked(_, _, marks):
            return "".join(_on_paper(one, width, narrow) for one in marks)
        case Path(points, kind, closed):
            return f'<path d="{_path([(x * width, y) for x, y in points], closed)}"{attributes_of(kind)}/>'
        case Text(x, y, words, kind, anchor, dx, roomy):
            if roomy and narrow:
                return ""
            spot = f'x="{_number(x * width + dx)}" y="{_number(y)}" text-anchor="{anchor}"'
            return f"<text {spot}{attributes_of(kind)}>{escape(words)}</text>"
        case Line(x1, y1, x2, y2, kind, dx):
            ends = f'x1="{_number(x1 * width + dx)}" y1="{_number(y1)}" x2="{_number(x2 * width + dx)}" y2="{_number(y2)}"'
            return f"<line {ends}{attributes_of(kind)}/>"
        case Rect(x, y, wide, height, kind, dx):
            size = f'x="{_number(x * width + dx)}" y="{_number(y)}" width="{_number(wide * width)}" height="{_number(height)}"'
            return f"<rect {size}{attributes_of(kind)}/>"
        case Dot(x, y, radius, kind, dx):
            spot = f'cx="{_number(x * width + dx)}" cy="{_number(y)}" r="{_number(radius)}"'
            return f"<circle {spot}{attributes_of(kind)}/>"


def _path(points: list[tuple[float, float]], closed: bool) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points) + ("Z" if closed else "")


def _number(value: float) -> str:
    return (
        f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0")
        if abs(value) < 0.005
        else f"{value:.2f}".rstrip("0").rstrip(".")
    )


def _percent(share: float) -> str:
    return _number(100 * share) + "%"


def _aside(dx: float) -> str:
    return f' dx="{_number(dx)}"' if dx else ""


def _moved(dx: float) -> str:
    return f' transform="translate({_number(dx)} 0)"' if dx else ""
