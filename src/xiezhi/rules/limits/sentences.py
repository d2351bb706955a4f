"""The derivation in words: one sentence in Chinese and in English for each step, with the articles behind it.

The clock calls one function per step. A party must be able to read the sentence and check the day; so each names its
dates, and its sources are the texts in force on the day that mattered.
"""

from datetime import date
from functools import lru_cache

from xiezhi.rules.calendar import Calendar
from xiezhi.rules.dates import MONTHS_A_YEAR
from xiezhi.rules.documents import Source
from xiezhi.rules.limits.catalogue import (
    Catalogue,
    ConversionRule,
    LadderStep,
    LadderVersion,
    Length,
    RestartReason,
    RuleVersion,
    articles_for,
)
from xiezhi.rules.limits.issues import ISSUE_TEXTS
from xiezhi.rules.limits.model import (
    Conversion,
    Deduction,
    Event,
    Extension,
    Issue,
    NoticePeriod,
    Restart,
    Span,
    Step,
    SupplementaryInvestigation,
    Suspension,
)

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STEPS_KEPT = 20_000  # steps that depend on rule and day only recur from case to case
DAYS_KEPT = 40_000

APPROVERS = {
    "president": ("本院院长", "the court president"),
    "vice_president": ("副院长", "the vice president"),
    "division_head": ("庭长", "the division head"),
    "superior": ("上一级人民法院", "the next-higher court"),
    "high": ("高级人民法院", "the high court"),
    "spc": ("最高人民法院", "the Supreme People's Court"),
    "not_specified": ("（未记明批准人）", "an approver who is not named"),
}


@lru_cache(maxsize=DAYS_KEPT)
def day_zh(day: date) -> str:
    """2024年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=DAYS_KEPT)
def day_en(day: date) -> str:
    """1 Mar 2024."""
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


@lru_cache(maxsize=1_000)
def length_zh(length: Length) -> str:
    """6个月, 1个月又15日, 7个工作日, 48小时, 1年."""
    if length.working_days:
        return f"{length.working_days}个工作日"
    if length.hours:
        return f"{length.hours}小时"
    years = length.months // MONTHS_A_YEAR if length.months % MONTHS_A_YEAR == 0 else 0
    months = f"{years}年" if years else f"{length.months}个月" if length.months else ""
    days = f"{length.days}日" if length.days else ""
    return f"{months}又{days}" if months and days else months or days


@lru_cache(maxsize=1_000)
def length_en(length: Length) -> str:
    """6 months, 1 month and 15 days, 7 working days, 48 hours, 1 year."""
    years = length.months // MONTHS_A_YEAR if length.months % MONTHS_A_YEAR == 0 else 0
    parts = [
        (years, "year"),
        (0 if years else length.months, "month"),
        (length.days, "day"),
        (length.working_days, "working day"),
        (length.hours, "hour"),
    ]
    return " and ".join(f"{count} {unit}" + ("s" if count != 1 else "") for count, unit in parts if count)


def _cited(catalogue: Catalogue, citations: tuple[str, ...], on: date) -> tuple[Source, ...]:
    return catalogue.documents.cite_known(citations, on)


@lru_cache(maxsize=STEPS_KEPT)
def start(catalogue: Catalogue, version: RuleVersion, day: date, law_day: date, again: bool) -> Step:
    """R-START: which day starts the clock, and that it is not counted; `again`: after a restart, which has no name."""
    zh, en = catalogue.anchors[version.anchor]
    if version.status == "before_day":
        text_zh, text_en = f"{zh}为{day_zh(day)}。", f"The {en} is {day_en(day)}."
    elif again:
        text_zh = f"自{day_zh(day)}起重新计算，当日不计入。"
        text_en = f"The clock starts again on {day_en(day)}; that day itself is not counted."
    else:
        text_zh = f"自{zh}（{day_zh(day)}）起算，当日不计入。"
        text_en = f"The clock starts with {en} on {day_en(day)}; that day itself is not counted."
    sources = _cited(catalogue, version.computation_articles, law_day)
    readings = () if version.status == "before_day" else ("R-START",)
    return Step("start", text_zh, text_en, day, None, None, version.rule, sources, readings)


@lru_cache(maxsize=STEPS_KEPT)
def base(catalogue: Catalogue, version: RuleVersion, length: Length, law_day: date, nominal: date) -> Step:
    """The statutory length and the day it leads to."""
    rule = catalogue.rules[version.rule]
    if version.status == "before_day":
        zh, en = f"{rule.name_zh}：须在选举日前审结。", f"{rule.name_en}: to be decided before election day."
    else:
        zh = f"{rule.name_zh}：法定期限为{length_zh(length)}，至{day_zh(nominal)}。"
        en = f"{rule.name_en}: the statutory limit is {length_en(length)}, to {day_en(nominal)}."
    months = (
        ("R-MONTH-CR" if version.month_rule == "last_day_to_last_day" else "R-MONTH",)
        if length.months
        else ()
    )
    working = ("R-WORKDAYS",) if length.working_days else ()
    readings = (*months, *working, *version.readings)
    return Step(
        "base",
        zh,
        en,
        None,
        nominal,
        None,
        version.rule,
        _cited(catalogue, version.articles, law_day),
        readings,
    )


def _span_words(event: Deduction | Suspension | SupplementaryInvestigation | NoticePeriod) -> tuple[str, str]:
    if event.end is None:
        return f"{day_zh(event.start)}起", f"from {day_en(event.start)}"
    return f"{day_zh(event.start)}至{day_zh(event.end)}", f"{day_en(event.start)} to {day_en(event.end)}"


def _event_words(catalogue: Catalogue, event: Event) -> tuple[str, str]:
    """What an event is called in a sentence, with its dates."""
    if isinstance(event, Deduction | Suspension):
        ground = catalogue.grounds.get(event.ground)
        name_zh, name_en = (ground.name_zh, ground.name_en) if ground else (event.ground, event.ground)
        kind_zh, kind_en = ("中止", "suspension") if isinstance(event, Suspension) else ("扣除", "deduction")
        span_zh, span_en = _span_words(event)
        return f"{kind_zh}“{name_zh}”（{span_zh}）", f"{kind_en} “{name_en}” ({span_en})"
    if isinstance(event, Extension):
        zh, en = APPROVERS.get(event.approver, (event.approver, event.approver))
        length = Length(event.months or 0, event.days or 0)
        on_zh = f"{day_zh(event.decided_on)}" if event.decided_on else "日期不明"
        on_en = f"{day_en(event.decided_on)}" if event.decided_on else "no date"
        return (
            f"{zh}延长{length_zh(length)}（{on_zh}）",
            f"extension of {length_en(length) or 'time'} by {en} ({on_en})",
        )
    if isinstance(event, Conversion):
        rule = catalogue.rules.get(event.to)
        zh, en = (rule.name_zh, rule.name_en) if rule else (event.to, event.to)
        return f"转换为“{zh}”（{day_zh(event.on)}）", f"conversion to “{en}” ({day_en(event.on)})"
    if isinstance(event, Restart):
        return (
            f"重新计算“{event.reason}”（{day_zh(event.on)}）",
            f"restart “{event.reason}” ({day_en(event.on)})",
        )
    span_zh, span_en = _span_words(event)
    notice = isinstance(event, NoticePeriod)
    return (
        f"{'公告期间' if notice else '补充侦查'}（{span_zh}）",
        f"{'notice period' if notice else 'supplementary investigation'} ({span_en})",
    )


def _event_days(event: Event) -> tuple[date | None, date | None]:
    if isinstance(event, Extension):
        return event.applied_on, event.decided_on
    if isinstance(event, Conversion | Restart):
        return event.on, None
    return event.start, event.end


def refused(catalogue: Catalogue, rule: str, event: Event, issue: Issue) -> Step:
    """R-REFUSE: an event without effect, and why."""
    (zh, en), (why_zh, why_en) = _event_words(catalogue, event), ISSUE_TEXTS[issue]
    days = _event_days(event)
    text_zh, text_en = f"{zh}：不予计算，{why_zh}。", f"The {en} has no effect: {why_en}."
    return Step(f"refused.{issue}", text_zh, text_en, *days, None, rule, (), ("R-REFUSE",))


def flagged(catalogue: Catalogue, rule: str, event: Event, issue: Issue) -> Step:
    """An event that takes effect, with something to be said about it."""
    (zh, en), (why_zh, why_en) = _event_words(catalogue, event), ISSUE_TEXTS[issue]
    days = _event_days(event)
    text_zh, text_en = f"{zh}：{why_zh}。", f"As to the {en}: {why_en}."
    reading = {
        Issue.DEDUCTION_CLIPPED: "R-CLIP",
        Issue.DEDUCTION_CAPPED: "R-CAP",
        Issue.EXTENSION_APPLIED_LATE: "R-LATEAPPLY",
    }.get(issue)
    return Step(f"flagged.{issue}", text_zh, text_en, *days, None, rule, (), (reading,) if reading else ())


def excluded(catalogue: Catalogue, rule: str, span: Span, on: date, added: int, standing: bool) -> Step:
    """A deduction or suspension that takes effect; `added` days are new after the union with earlier ones.

    While the clock already stands (`standing`) a span is on record and adds nothing.
    """
    ground = catalogue.grounds[span.ground]
    kind_zh, kind_en = ("中止", "Suspension") if ground.kind == "suspension" else ("扣除", "Deduction")
    sources = _cited(catalogue, articles_for(ground.articles, rule), on)
    if span.end is None:
        zh = f"{kind_zh}：{ground.name_zh}，自{day_zh(span.start)}起，尚未结束，期限停止计算。"
        en = f"{kind_en}: {ground.name_en}, since {day_en(span.start)}, not yet ended; the clock stands."
        return Step("excluded", zh, en, span.start, None, None, rule, sources, ("R-OPEN",))
    if standing:
        zh = f"{kind_zh}：{ground.name_zh}，{day_zh(span.start)}至{day_zh(span.end)}；期限已停止计算，不另计日数。"
        en = f"{kind_en}: {ground.name_en}, {day_en(span.start)} to {day_en(span.end)}; the clock already stood, nothing is added."
        return Step("excluded", zh, en, span.start, span.end, 0, rule, sources, ("R-OPEN",))
    zh = f"{kind_zh}：{ground.name_zh}，{day_zh(span.start)}（不计当日）至{day_zh(span.end)}，不计入期限{added}日。"
    en = f"{kind_en}: {ground.name_en}, after {day_en(span.start)} up to {day_en(span.end)}; {added} days do not count."
    whole = (span.end - span.start).days
    if added < whole:
        zh = f"{zh[:-1]}（其余{whole - added}日与其他期间重叠，只计一次）。"
        en = f"{en[:-1]} (the other {whole - added} overlap with other spans and are taken once)."
    return Step(
        "excluded",
        zh,
        en,
        span.start,
        span.end,
        added,
        rule,
        sources,
        ("R-DED", "R-UNION") if added < whole else ("R-DED",),
    )


def extended(
    catalogue: Catalogue,
    rule: str,
    event: Extension,
    ladder: LadderVersion,
    step: LadderStep,
    used: int,
    reached: date,
    excluded: int,
) -> Step:
    """A grant that takes effect, by whom, how long, and the day now reached with the days excluded so far, before the roll."""
    assert event.decided_on is not None  # only a decided grant takes effect
    zh, en = APPROVERS.get(event.approver, (event.approver, event.approver))
    length = Length(event.months or 0, event.days or 0)
    with_zh = f"加上此前不计入的{excluded}日，" if excluded else ""
    with_en = f" with the {excluded} days excluded so far" if excluded else ""
    return Step(
        "extended",
        f"{day_zh(event.decided_on)}经{zh}批准延长{length_zh(length)}（第{used}次），自起算日合并计算，{with_zh}至{day_zh(reached)}。",
        f"On {day_en(event.decided_on)} {en} granted {length_en(length)} more (grant {used}), "
        f"measured from the start{with_en}: to {day_en(reached)}.",
        event.applied_on,
        event.decided_on,
        None,
        rule,
        _cited(catalogue, tuple(dict.fromkeys(step.articles + ladder.articles)), event.decided_on),
        ("R-ORDER", *step.readings),
    )


def converted(catalogue: Catalogue, rule: ConversionRule, version: RuleVersion, event: Conversion) -> Step:
    """A change of procedure: from the first day on, or afresh."""
    target = catalogue.rules[version.rule]
    again = rule.effect == "restart"
    zh = f"{day_zh(event.on)}转为{target.name_zh}，期限{'自决定之日重新计算' if again else '自原起算日连续计算'}。"
    en = f"On {day_en(event.on)} converted to: {target.name_en}; the limit " + (
        "starts afresh from the decision." if again else "is counted from the original start."
    )
    sources = _cited(catalogue, rule.articles, event.on)
    return Step("converted", zh, en, event.on, None, None, version.rule, sources, rule.readings)


def restarted(catalogue: Catalogue, rule: str, on: date, reason: RestartReason) -> Step:
    """The limit starts afresh."""
    zh, en = (
        f"{day_zh(on)}因{reason.name_zh}，期限重新计算。",
        f"On {day_en(on)} the limit starts afresh: {reason.name_en}.",
    )
    sources = _cited(catalogue, articles_for(reason.articles, rule), on)
    return Step("restarted", zh, en, on, None, None, rule, sources, ("R-RESTART",))


def investigated(catalogue: Catalogue, rule: str, event: SupplementaryInvestigation, count: int) -> Step:
    """A supplementary investigation at trial begins."""
    zh = f"{day_zh(event.start)}起第{count}次补充侦查" + (
        "。" if event.end else "，尚未移送法院，期限停止计算。"
    )
    en = f"Supplementary investigation no. {count} from {day_en(event.start)}" + (
        "." if event.end else ", not yet back at the court; the clock stands."
    )
    sources = _cited(catalogue, catalogue.supplementary.articles, event.start)
    return Step(
        "investigated", zh, en, event.start, event.end, None, rule, sources, () if event.end else ("R-OPEN",)
    )


def returned(catalogue: Catalogue, rule: str, on: date) -> Step:
    """The case is back from supplementary investigation: the limit starts afresh."""
    zh = f"{day_zh(on)}补充侦查完毕移送法院，期限重新计算。"
    en = f"On {day_en(on)} the case came back from supplementary investigation; the limit starts afresh."
    return Step(
        "returned", zh, en, on, None, None, rule, _cited(catalogue, catalogue.supplementary.articles, on), ()
    )


def appended(rule: str, days: int, nominal: date) -> Step:
    """R-ORDER: all excluded days together, added after the lengths."""
    zh = f"不计入的期间合计{days}日，顺次加在期限之后，至{day_zh(nominal)}。"
    en = f"Excluded days are {days} in all, added after the lengths: to {day_en(nominal)}."
    return Step("appended", zh, en, None, nominal, days, rule, (), ("R-ORDER", "R-UNION"))


@lru_cache(maxsize=STEPS_KEPT)
def rolled(
    catalogue: Catalogue,
    calendar: Calendar,
    version: RuleVersion,
    law_day: date,
    days: tuple[date, date],
    rolls: bool,
    provisional: bool,
    in_custody: bool | None,
) -> Step:
    """R-ROLL, R-ROLL-CR: whether the last day moves over rest days, and whether that is provisional."""
    nominal, deadline = days
    if not rolls:
        why_zh, why_en = _why_not_rolled(version, in_custody)
        zh, en = f"{why_zh}期限届满日为{day_zh(deadline)}。", f"{why_en} the deadline is {day_en(deadline)}."
    elif nominal == deadline:
        zh, en = (
            f"{day_zh(nominal)}为工作日，期限届满日即为该日。",
            f"{day_en(nominal)} is a working day: it is the deadline.",
        )
    else:
        rest = calendar.explain(nominal)
        zh = f"{day_zh(nominal)}为休息日（{rest.name_zh}），顺延至其后第一个工作日{day_zh(deadline)}。"
        en = f"{day_en(nominal)} is a rest day ({rest.name_en}); the deadline moves to the next working day, {day_en(deadline)}."
    if provisional:
        zh += "该年度放假安排尚未公布，此日期为暂定。"
        en += " The holiday notice for that year is not yet published: provisional."
    sources = _cited(catalogue, version.computation_articles, law_day)
    readings = _roll_readings(version, rolls) + (("R-MAKEUP",) if provisional else ())
    return Step(
        "rolled", zh, en, nominal, deadline, (deadline - nominal).days, version.rule, sources, readings
    )


def _roll_readings(version: RuleVersion, rolls: bool) -> tuple[str, ...]:
    """R-ROLL-CR speaks in criminal rules and wherever custody keeps the last day; hours and election days have no roll."""
    if rolls:
        return "R-ROLL-CR" if version.roll == "unless_in_custody" else "R-ROLL", "R-ROLLONCE"
    return () if version.roll in ("never", "always") else ("R-ROLL-CR",)


def _why_not_rolled(version: RuleVersion, in_custody: bool | None) -> tuple[str, str]:
    if version.status == "before_day":
        return (
            "截止于选举日的前一日，不顺延：",
            "The last day is the day before the election and does not move:",
        )
    if version.roll in (
        "never",
        "always",
    ):  # a limit that would roll stands still only when it is counted in hours
        return "以小时计算的期限不因休息日顺延：", "A limit in hours does not move over rest days:"
    if in_custody is None:
        return (
            "未说明是否在押，按在押处理，遇休息日不顺延：",
            "Custody is not stated and counts as custody: the last day does not move over rest days;",
        )
    return "被告人（罪犯）在押，遇休息日不顺延：", "In custody the last day does not move over rest days:"


@lru_cache(maxsize=STEPS_KEPT)
def soft(catalogue: Catalogue, version: RuleVersion, law_day: date, day: date) -> Step:
    """The first of two limits: normally by then, at the latest by the deadline."""
    zh, en = (
        f"一般应当在{day_zh(day)}前审结（提示日）。",
        f"Normally to be closed by {day_en(day)} (soft date).",
    )
    return Step(
        "soft", zh, en, None, day, None, version.rule, _cited(catalogue, version.articles, law_day), ()
    )


def stopped(rule: str, on: date, nominal: date, suspended: bool) -> Step:
    """R-OPEN: the clock stands; what was left to the day `nominal` on which it would have ended."""
    remaining = (nominal - on).days
    zh = f"期限自{day_zh(on)}起{'中止' if suspended else '停止'}计算，没有届满日；至原届满日{day_zh(nominal)}还有{remaining}日。"
    en = (
        f"The clock {'has been suspended' if suspended else 'has been stopped'} since {day_en(on)}: no deadline; "
        f"{remaining} days were left to {day_en(nominal)}, when it would have ended."
    )
    return Step("stopped", zh, en, on, None, remaining, rule, (), ("R-OPEN",))


def no_limit(catalogue: Catalogue, version: RuleVersion, on: date, foreign: bool) -> Step:
    """No date is ever made up: the law sets none here, by this article."""
    name = catalogue.rules[version.rule]
    zh, en = f"{name.name_zh}：法律未规定审理期限。", f"{name.name_en}: the law sets no limit."
    citations = version.articles
    if foreign or version.status == "exempt":
        zh = f"{name.name_zh}：涉外或者涉港澳台案件，不受审理期限限制。"
        en = f"{name.name_en}: a case with a foreign, Hong Kong, Macao or Taiwan element is not bound by the limit."
    if foreign:
        citations = version.foreign_articles
    if version.note_zh and not foreign:
        zh, en = zh + version.note_zh, f"{en} {version.note_en}"
    return Step(
        "no_limit", zh, en, None, None, None, version.rule, _cited(catalogue, citations, on), version.readings
    )
