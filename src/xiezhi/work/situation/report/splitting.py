"""What part of a change comes from the mix of classes, and what part from the classes themselves (Kitagawa; handbook of indicators, 5.5)."""

from xiezhi.rules.language import tr
from xiezhi.work.situation.few import is_few
from xiezhi.work.situation.report.measuring import Measured, Parts, classes_in_order
from xiezhi.work.situation.report.tables import of
from xiezhi.work.situation.report.telling import comparable, unit_of
from xiezhi.work.situation.report.values import Text
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.statistics.change import Change, kitagawa
from xiezhi.work.situation.wording import signed


def split_of(measured: Measured, key: str) -> Change | None:
    """The parts of the change on last year by class; None where it cannot be told: few cases, or a single class."""
    now, before = measured.now.get(key), measured.before.get(key)
    if now is None or before is None or not comparable(key, before) or is_few(now) or is_few(before):
        return None
    if now.value is None or before.value is None:
        return None
    then, after = (_by_class(parts, key) for parts in (measured.classes_before, measured.classes))
    return kitagawa(then, after) if len({*then, *after}) > 1 else None


def _by_class(parts: Parts, key: str) -> dict[str, tuple[float, float]]:
    """Numerator and denominator of each class that has cases."""
    found = ((value or "", of(parts, value).get(key)) for value in classes_in_order(parts))
    return {
        value: (shown.numerator or 0, shown.denominator)
        for value, shown in found
        if shown and shown.denominator
    }


def split_sentence(measured: Measured, key: str) -> Text:
    """其中案件构成变化影响−1.20，各类案件自身变化影响−0.60."""
    found = split_of(measured, key)
    if found is None:
        return ()
    share = unit_of(key) == "share"
    scale, measure = (100, tr("个百分点", " points")) if share else (1, tr("天", " days"))
    mix, rate = (
        signed(scale * value, measure, digits=2 if share else 1) for value in (found.mix, found.rate)
    )
    if mix.startswith("0") and rate.startswith("0"):
        return ()
    return told(
        tr(
            "与上年同期的差异中，各类案件所占比重变化的影响为{mix}，各类案件自身变化的影响为{rate}。",
            "Of the difference to last year {mix} come from the mix of classes and {rate} from the classes themselves.",
        ),
        mix=mix, rate=rate,
    )  # fmt: skip
