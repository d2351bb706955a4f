"""The area Data in a real browser: nothing broken, nothing too wide, both languages, light and dark, and whole without scripts."""

from typing import Any

import pytest

from tests.browsing import WITH_BROWSER, Opens, violations
from tests.cast import Province, docketed
from tests.site.imports.files import HEADS, row, table
from tests.site.imports.test_import_pages import cells_of, received, recorded, seen_of, sent
from tests.site.imports.test_series_pages import FLOW, kept
from tests.site.imports.test_series_pages import sent as sent_series
from tests.site_cast import signed_in
from xiezhi.record.intake.models import SavedMapping

pytestmark = [*WITH_BROWSER, pytest.mark.usefixtures("own_storage")]

LONG_NAME = "示范省河西市临川区人民政府国有资产监督管理委员会下属建设工程投资开发集团有限责任公司"


@pytest.fixture
def pages(served_province: Province) -> list[str]:
    """Every page of the area, with something on it."""
    docketed(served_province.river)
    page = signed_in(served_province.river.trial_management)
    hostile = (
        "<script>alert(1)</script>",
        "很长的列名" * 30,
        "=1+1",
        *(f"附加{place}" for place in range(30)),
    )
    cells = row(1, 原告=LONG_NAME, 适用程序="小额审") | dict.fromkeys(hostile, "值" * 60)
    waiting = received(page, table([cells, row(2)], (*HEADS, *hostile)), source="宽" * 40)
    sent(page, waiting, "save", note="第一版")
    sent(page, waiting, "save", note="第二版", order="dmy")
    rows = [row(serial, 受理法院=LONG_NAME if serial < 4 else row(4)["受理法院"]) for serial in range(1, 7)]
    done = recorded(page, table([*rows, row(7, 立案日期="2019-02-30", 被告=LONG_NAME * 3)]))
    running = sent(page, received(page, table([row(8)])), "start").url
    kept(page, sent_series(page, FLOW), name=LONG_NAME)
    kept(page, sent_series(page, FLOW.replace("3431", "9000")), name=LONG_NAME)
    newest = SavedMapping.objects.order_by("-version").first()
    assert newest is not None
    return [
        "/data", "/data?open=1", waiting, done, running, f"{done}/rows", f"{done}/quarantine", f"{done}/rows/2", f"{done}/rows/8",
        f"{done}/mapping", "/data/mappings", f"/data/mappings/{newest.pk}", "/data/series", "/data/series/new",
        f"/data/series/of/{LONG_NAME}", f"/data/series/of/{LONG_NAME}?unit=AC", "/data/quality", "/data/quality/judge",
        "/data/quality/cause",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh", "light", 1366), ("en", "dark", 390), ("zh", "dark", 390), ("en", "light", 1366)],
)
def test_every_page_is_accessible_and_no_wider_than_the_window(
    served_province: Province, pages: list[str], reader: Opens, language: str, scheme: str, width: int
) -> None:
    management = reader(
        served_province.river.trial_management, language=language, color_scheme=scheme, width=width
    )
    for path in pages:
        page = management.opens(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    judge = reader(served_province.river.judge, language=language, color_scheme=scheme, width=width)
    for path in ("/data", "/data/mappings", "/data/series", "/data/quality"):
        assert violations(judge.opens(path)) == [], path


def test_a_file_is_imported_without_scripts(served_province: Province, reader: Opens, tmp_path: Any) -> None:
    from tests.site.imports.test_import_pages import worked_off

    file = tmp_path / "a.csv"
    file.write_bytes(table([row(1, 适用程序="小额审"), row(2)]))
    page = reader(served_province.river.trial_management, java_script_enabled=False).opens("/data")
    page.set_input_files("#id_file", file)
    page.fill("#id_source", "旧系统")
    page.click("text=收下，看里面有什么")
    page.locator(".codes select").first.select_option("civil.first.small_claims")
    page.click("text=核对全部行")
    assert "没有发现问题" in page.inner_text("#checked")
    page.click("text=保存并开始登记")
    worked_off()
    page.reload()
    assert "每一行都有了结果" in page.inner_text("main")


def test_a_change_shows_at_once_what_it_does(served_province: Province, reader: Opens, tmp_path: Any) -> None:
    address = received(
        signed_in(served_province.river.trial_management), table([row(1, 立案日期="03/04/2019"), row(2)])
    )
    page = reader(served_province.river.trial_management).opens(address)
    place = HEADS.index("立案日期")
    assert "可以是两个日期" in page.inner_text(f"#becomes-{place}")
    page.select_option("#id_order", "dmy")
    page.wait_for_selector(f"#becomes-{place}:has-text('2019年4月3日')")
    assert "可以登记的行 2" in page.inner_text("#verdict")
    page.select_option(f"#field-{place}", "")
    page.wait_for_selector("#verdict:has-text('立案日期')")
    page.select_option(f"#field-{HEADS.index('承办法官')}", "outcome")
    page.wait_for_selector(f"#ways-{HEADS.index('承办法官')} .ways", state="attached")


def test_two_people_at_one_row_see_what_the_other_wrote(served_province: Province, reader: Opens) -> None:
    other = signed_in(served_province.river.trial_management)
    address = recorded(other, table([row(1, 立案日期="2019-02-30"), row(2)]))
    page = reader(served_province.river.trial_management).opens(f"{address}/rows/2")
    opened = other.get(f"{address}/rows/2")
    day = HEADS.index("立案日期")
    other.post(f"{address}/rows/2", cells_of(opened) | seen_of(opened) | {f"cell-{day}": "2019-02-27"})
    page.fill(f"#cell-{day}", "2019-02-28")
    page.click("text=改好这一行")
    page.wait_for_selector(".compare")
    assert violations(page) == []
    assert "2019-02-27" in page.inner_text(".compare")
    page.check(f"input[name=take-{day}][value=yours]")
    page.click("text=按所选保存")
    page.wait_for_load_state()
    page = reader(served_province.river.trial_management).opens(f"{address}/rows/2")
    assert page.input_value(f"#cell-{day}") == "2019-02-28"
