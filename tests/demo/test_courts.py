"""The invented court tree: its shape, its codes, and that none of its names is real."""

from collections import Counter
from datetime import date

import pytest

from xiezhi.demo.courts import build_courts
from xiezhi.demo.names import DATA
from xiezhi.demo.officers import appoint
from xiezhi.rules.courts import courts, gansu_courts
from xiezhi.rules.lawdata import read_rows

TODAY = date(2026, 9, 16)


@pytest.fixture(scope="module")
def tree():
    return build_courts(1, TODAY)


@pytest.fixture(scope="module")
def staff(tree):
    return appoint(1, tree, 15_000, date(2023, 1, 1), TODAY)


def test_the_tree_has_the_shape_of_gansu(tree):
    levels = Counter(seat.court.level for seat in tree.seats)
    assert levels["high"] == 1
    assert 15 <= levels["intermediate"] <= 17
    assert 90 <= levels["basic"] <= 100


def test_codes_are_unique_and_begin_with_the_reserved_character(tree):
    codes = [seat.court.code for seat in tree.seats]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("示") for code in codes)


def test_every_court_but_the_high_one_lies_under_another(tree):
    levels = {seat.court.id: seat.court.level for seat in tree.seats}
    above = {"basic": "intermediate", "intermediate": "high"}
    for seat in tree.seats:
        parent = seat.court.parent_id
        assert (levels[parent] if parent else None) == above.get(seat.court.level)


def test_no_court_and_no_place_bears_a_real_name(tree):
    real = {court.name for known in courts().values() for court in known} | {
        court.name for court in gansu_courts()
    }
    assert not real & {seat.court.name for seat in tree.seats}
    texts = " ".join(real)
    places = [row.need("name", str) for row in read_rows(DATA / "places.csv")]
    assert [place for place in places if place in texts] == []


def test_names_of_courts_are_unique_in_both_languages(tree):
    assert len({seat.court.name for seat in tree.seats}) == len(tree.seats)
    assert len({seat.court.name_en for seat in tree.seats}) == len(tree.seats)


def test_one_court_was_renamed_and_one_merged_into_another(tree):
    several = [name for name, times in Counter(one.court_id for one in tree.names).items() if times > 1]
    gone = [seat.court for seat in tree.seats if seat.court.last_on is not None]
    assert len(several) == 1
    assert [court.successor_id is not None for court in gone] == [True]


def test_every_court_has_a_president_and_a_judge_and_a_filing_officer(tree, staff):
    held = {(post.court_id, post.role) for post in staff.posts}
    for seat in tree.seats:
        for role in (
            "president",
            "vice_president",
            "judge",
            "clerk",
            "filing_officer",
            "archives",
            "trial_management",
        ):
            assert (seat.court.id, role) in held, (seat.court.name, role)


def test_each_court_has_one_president_at_a_time(tree, staff):
    presidents = Counter(
        post.court_id for post in staff.posts if post.role == "president" and post.last_on is None
    )
    assert set(presidents.values()) <= {1, 2}  # two where the president of a court merged away came


def test_staff_numbers_are_unique_and_posts_belong_to_known_officers(staff):
    numbers = [officer.staff_number for officer in staff.officers]
    assert len(set(numbers)) == len(numbers)
    assert {post.officer_id for post in staff.posts} == {officer.id for officer in staff.officers}


def test_some_hold_two_posts_and_some_have_left(staff):
    today = Counter(post.officer_id for post in staff.posts if post.last_on is None)
    assert max(today.values()) >= 2
    assert any(officer.last_on is not None for officer in staff.officers)


def test_judges_grow_with_the_cases(tree):
    full = appoint(1, tree, 600_000, date(2023, 1, 1), TODAY)
    judges = sum(chair.role in ("judge", "enforcement_officer") for chair in full.chairs)
    assert 150 < 600_000 / judges < 250


def test_the_same_seed_makes_the_same_courts_and_another_other_people(tree):
    assert build_courts(1, TODAY) == tree
    names = {officer.name for officer in appoint(2, tree, 1000, date(2023, 1, 1), TODAY).officers[:40]}
    assert names != {
        officer.name for officer in appoint(1, tree, 1000, date(2023, 1, 1), TODAY).officers[:40]
    }
