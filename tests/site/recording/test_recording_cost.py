"""What the pages of recording cost, and that both languages are whole on every one of them."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Province, Story
from tests.site.recording.conftest import Pen, address, text
from tests.site.recording.test_every_kind import KINDS, prepared, recorder_of

pytestmark = pytest.mark.django_db
BASELINE = Path(__file__).parents[2] / "baselines" / "query_counts.json"
HAN = re.compile(r"[\u4e00-\u9fff]")
# What stays Chinese in English: names of people, places and cases, and what somebody wrote.
WRITTEN = re.compile(
    r'<option value="[0-9a-f-]{36}".*?</option>|<span class="court">.*?</span>|<p class="quiet">.*?</p>|<title>.*?</title>'
    r'|class="number".*?</a>|<datalist.*?</datalist>|<optgroup label="[^"]*"|value="[^"]*"|<summary class="who">.*?</summary>'
    r'|<a class="brand".*?</a>|lang="zh-CN">中文|<div class="corrected">.*?</div>|<ol class="recording-choose">.*?</ol>'
    r"|<option.*?</option>|<textarea.*?</textarea>|<div class=\"sheet\">.*?</form></div>|<details class=\"closing\".*?</details>",
    re.DOTALL,
)


@pytest.mark.parametrize("what", ["", "deduction.started", "panel.changed", "case.closed"])
def test_a_page_asks_no_more_than_it_did(province: Province, story: Story, what: str) -> None:
    client = Pen(province.river.judge).client
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(story, what)).status_code == 200
        counts.append(len(queries))
        for number in range(10):
            story.on(3, 20, "note.recorded", text=f"第{number}条")
    assert counts[0] == counts[1]
    name = f"case.record.{what}" if what else "case.record"
    assert counts[1] <= json.loads(BASELINE.read_text(encoding="utf-8"))[name], counts


@pytest.mark.parametrize("kind", KINDS)
def test_english_is_whole(province: Province, story: Story, kind: str) -> None:
    prepared(story, kind)
    pen = Pen(recorder_of(province, story, kind))
    pen.client.cookies["language"] = "en"
    shown = WRITTEN.sub("", text(pen.opens(story, kind))).replace("案情复杂", "")
    main = shown[shown.index("<main") :]
    assert HAN.findall(main.partition("</main>")[0]) == []
