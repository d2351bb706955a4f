"""Where the cities of a province lie as tiles (rules/data/courts/tiles.toml): a rough map without borders.

Called by pages that show cities; a province without an entry has no places, and its cities are shown in their order.
"""

from functools import cache

from xiezhi.rules.lawdata import DATA, Table, read_table

FILE = DATA / "courts" / "tiles.toml"


@cache
def places(province: str) -> dict[str, tuple[int, int]]:
    """Row and column (from 0) of each city of a province (甘), by the code of its intermediate court (甘01)."""
    return next((_places(table) for key, table in read_table(FILE).entries() if key == province), {})


def _places(table: Table) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for city in table.names():
        spot = table.need(city, list)
        if len(spot) != 2 or not all(isinstance(one, int) and one >= 0 for one in spot):
            raise table.fault(city, "应为行和列，从零起", "expected row and column, from nought")
        if (place := (spot[0], spot[1])) in found.values():
            raise table.fault(city, "与另一市同在一处", "another city has this place")
        found[city] = place
    return found
