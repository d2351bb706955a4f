"""A court's staff comes from a file: all rows or none, and the same file twice changes nothing."""

from datetime import date
from pathlib import Path

import pytest

from tests.cast import Province, found_province
from xiezhi.record.errors import InputError
from xiezhi.record.models import Account, Officer, Post
from xiezhi.record.staff import Imported, import_staff, open_account
from xiezhi.record.viewers import posts_held

pytestmark = pytest.mark.django_db

HEAD = "staff_number,name,court,division,role,first_on,last_on,appointment\n"


@pytest.fixture
def province(db) -> Province:
    return found_province()


def staff_file(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "staff.csv"
    path.write_bytes((HEAD + "".join(f"{row}\n" for row in rows)).encode(encoding))
    return path


def row(
    province: Province, number: str = "90001", name: str = "单雄信", role: str = "judge", last: str = ""
) -> str:
    court = province.river.court.code
    division = province.river.divisions["civil"].name
    return f"{number},{name},{court},{division},{role},2018-03-01,{last},示法任〔2018〕3号"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_officers_and_posts_are_taken_from_a_file_in_any_usual_encoding(
    province, tmp_path, encoding: str
) -> None:
    done = import_staff(staff_file(tmp_path, row(province), encoding=encoding), source="staff")
    assert done == Imported(1, 0, 1, 0)
    officer = Officer.objects.get(staff_number="90001")
    assert officer.name_key.startswith("shan "), "the family is read as families read it"
    (held,) = posts_held(officer.id, date(2019, 1, 1))
    assert held.role == "judge"


def test_the_same_file_twice_changes_nothing_and_a_new_last_day_ends_the_post(province, tmp_path) -> None:
    import_staff(staff_file(tmp_path, row(province)), source="staff")
    assert import_staff(staff_file(tmp_path, row(province)), source="staff") == Imported(0, 0, 0, 0)
    ended = import_staff(staff_file(tmp_path, row(province, last="2019-06-30")), source="staff")
    assert ended == Imported(0, 0, 0, 1)
    officer = Officer.objects.get(staff_number="90001")
    assert posts_held(officer.id, date(2019, 7, 1)) == (), "rights end with the post"


def test_one_person_may_hold_several_posts(province, tmp_path) -> None:
    import_staff(staff_file(tmp_path, row(province), row(province, role="division_head")), source="staff")
    officer = Officer.objects.get(staff_number="90001")
    assert {post.role for post in posts_held(officer.id, date(2019, 1, 1))} == {"judge", "division_head"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("90001,", ","), "staff_number"),
        (("judge", "wizard"), "role"),
        (("judge", "party"), "role"),
        (("2018-03-01", "2018-02-30"), "first_on"),
        (("2018-03-01,,", "2018-03-01,2017-01-01,"), "last_on"),
    ],
)
def test_a_faulty_row_is_named_by_line_and_field_and_nothing_is_taken(
    province, tmp_path, change, field: str
) -> None:
    faulty = row(province).replace(*change)
    before = Officer.objects.count(), Post.objects.count()
    with pytest.raises(InputError) as told:
        import_staff(staff_file(tmp_path, row(province, "90002", "王某"), faulty), source="staff")
    assert (told.value.line, told.value.field) == (3, field)
    assert (Officer.objects.count(), Post.objects.count()) == before


def test_an_unknown_court_two_names_for_one_number_and_no_text_at_all_are_refused(province, tmp_path) -> None:
    with pytest.raises(InputError, match="没有代码"):
        import_staff(staff_file(tmp_path, "90001,王某,示9999,,judge,2018-03-01,,"), source="staff")
    with pytest.raises(InputError, match="第2行"):
        import_staff(staff_file(tmp_path, row(province), row(province, name="单某")), source="staff")
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff")
    with pytest.raises(InputError):
        import_staff(path, source="staff")
    path.write_text("name,court\n", encoding="utf-8")
    with pytest.raises(InputError, match="staff_number"):
        import_staff(path, source="staff")


def test_an_account_belongs_to_one_officer_and_its_password_is_not_weak(province, tmp_path) -> None:
    import_staff(staff_file(tmp_path, row(province)), source="staff")
    with pytest.raises(InputError, match="密码"):
        open_account("90001", "shan", "12345678")
    account = open_account("90001", "shan", "a long and quiet password")
    assert account.check_password("a long and quiet password")
    assert not Account.objects.filter(password__contains="quiet").exists()
    with pytest.raises(InputError, match="已有账号"):
        open_account("90001", "shan2", "a long and quiet password")
    with pytest.raises(InputError, match="没有工号"):
        open_account("x", "y", "a long and quiet password")
