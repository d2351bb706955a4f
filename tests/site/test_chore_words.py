"""What recurring work did is said in sentences."""

import pytest

from xiezhi.project.wiring import CHORES
from xiezhi.site.staff.chore_words import fault_words, result_words
from xiezhi.site.staff.status import CHORE_NAMES


@pytest.mark.parametrize(
    ("chore", "result", "said"),
    [
        ("seal", "events 15419, audit =", "事件封缄至第15,419项；阅览留痕没有新的"),
        ("deadlines", "146, 0 ≠", "重新计算146项，变动0项"),
        ("mail", "31 (48)", "发出31封邮件，共48条提醒"),
        ("verify", "30928", "核验30,928项，全部完好"),
        ("exports", "0", "没有要清理的"),
        ("sessions", "", "过期会话已清理"),
        ("packs", "night/2026-11-26", "2026-11-26的纸本已交后台生成"),
        ("whole_facts", "", "刚刚读过，不再重读"),
        ("unheard_of", "42", "42"),
    ],
)
def test_a_result_is_a_sentence(chore: str, result: str, said: str) -> None:
    assert result_words(chore, result) == said


def test_every_chore_has_a_name() -> None:
    assert set(CHORES) <= set(CHORE_NAMES)


def test_a_fault_is_told_without_the_name_of_its_class() -> None:
    assert fault_words("Drift: 3件与事件不一致") == "3件与事件不一致"
    assert fault_words("see here: no") == "see here: no"
