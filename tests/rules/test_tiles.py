"""Where the cities of a province lie on the rough map."""

from xiezhi.rules.tiles import places


def test_every_city_of_gansu_has_a_tile_of_its_own():
    found = places("甘")
    assert len(found) == len(set(found.values())) == 14
    assert (
        found["甘09"][1] < found["甘01"][1] < found["甘10"][1]
    )  # Jiuquan in the west, Lanzhou, Qingyang in the east


def test_a_province_without_places_has_none():
    assert places("乙") == {}
