"""Pages of short lists by number; those of the docket, which are long, go by the place of their first row."""

from django.http import HttpRequest

from xiezhi.site.staff.parts import Page

SIZE = 50
MOST_PAGES = 2_000
LONGEST = 6


def page_number(request: HttpRequest) -> int:
    """The page of the address; the first one for anything that is no page."""
    typed = request.GET.get("page", "")
    known = typed.isascii() and typed.isdigit() and len(typed) < LONGEST
    return min(max(1, int(typed)), MOST_PAGES) if known else 1


def page_of(request: HttpRequest, number: int, shown: int, total: int) -> Page:
    """Which rows of how many are shown, with the pages before and after."""
    pages = max(1, -(-total // SIZE))
    first = (number - 1) * SIZE + 1
    query = request.GET.copy()

    def to(page: int) -> str:
        query["page"] = str(page)
        return f"?{query.urlencode()}"

    before = to(number - 1) if number > 1 else ""
    after = to(number + 1) if number < pages else ""
    return Page(min(first, total), first + shown - 1, total, number, pages, before, after)
