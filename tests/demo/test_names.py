"""Invented people and organisations: forms, variety, and the hard ones."""

import random
from collections import Counter

from xiezhi.demo.names import draw_person, load_names
from xiezhi.demo.organisations import draw_company, draw_organisation

HAN_COURT, DONGXIANG_COURT, TIBETAN_COURT, MONGOL_COURT, KAZAKH_COURT = "0102", "2926", "3021", "0923", "0924"


def people(court: str, count: int = 4000):
    draws = random.Random(1)
    return [draw_person(draws, court, 1945, 2008) for _ in range(count)]


def test_many_people_have_many_names():
    names = Counter(person.name for person in people(HAN_COURT, 20_000))
    assert len(names) > 14_000
    assert names.most_common(1)[0][1] < 40


def test_compound_surnames_occur_and_every_one_of_them_can():
    compound = [word for word in load_names().surnames.words if len(word) == 2]
    assert {"欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐"} <= set(compound)
    assert any(person.name.startswith(tuple(compound)) for person in people(HAN_COURT))


def test_names_are_of_their_generation():
    draws = random.Random(2)
    old = Counter("".join(draw_person(draws, "01", 1945, 1955).name[1:] for _ in range(3000)))
    young = Counter("".join(draw_person(draws, "01", 2000, 2008).name[1:] for _ in range(3000)))
    assert old["秀"] > 5 * max(1, young["秀"])
    assert young["梓"] > 5 * max(1, old["梓"])


def test_a_county_named_after_a_people_has_much_of_it():
    def shares(court):
        return Counter(person.people for person in people(court))

    assert shares(DONGXIANG_COURT)["东乡族"] > 3000
    assert shares(TIBETAN_COURT)["藏族"] > 2000
    assert shares(MONGOL_COURT)["蒙古族"] > 1000
    assert shares(HAN_COURT)["汉族"] > 3500


def test_kazakh_names_join_own_and_fathers_name_and_may_have_a_latin_form():
    kazakh = [person for person in people(KAZAKH_COURT) if person.people == "哈萨克族"]
    assert all(person.name.count("·") == 1 for person in kazakh)
    assert any(person.latin == "Erkin Qalibek" or " " in person.latin for person in kazakh)


def test_tibetan_names_have_no_surname_and_two_to_five_characters():
    tibetan = [person.name for person in people(TIBETAN_COURT) if person.people == "藏族"]
    assert {len(name) for name in tibetan} >= {2, 3, 4}
    assert max(map(len, tibetan)) <= 6


def test_single_and_rare_characters_occur():
    names = [person.name for person in people(HAN_COURT, 20_000)]
    assert any(len(name) == 2 for name in names)
    assert any(set(name) & set("䶮𬭎㛃") for name in names)


def test_some_companies_have_names_of_forty_characters():
    draws = random.Random(3)
    names = [draw_company(draws, "青禾县") for _ in range(5000)]
    assert max(map(len, names)) >= 40
    assert len(set(names)) > 4000


def test_organisations_of_every_kind_are_whole():
    draws = random.Random(4)
    for kind in (
        "banks",
        "insurers",
        "villages",
        "authorities",
        "prosecutor",
        "law_firms",
        "legal_aid",
        "prison",
    ):
        name = draw_organisation(draws, kind, "青禾县")
        assert name and "{" not in name
