"""The page of all components: every part in every state, with samples made here, for those who build and judge pages.

The day of the samples is fixed, so that the page looks the same tomorrow; the dates come from the real clock.
"""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.language import tr
from xiezhi.rules.limits.clock import compute
from xiezhi.rules.limits.duties import load_warnings
from xiezhi.rules.limits.model import (
    CaseInput,
    Deduction,
    Event,
    Extension,
    Facts,
    Outcome,
    SupplementaryInvestigation,
    Suspension,
)
from xiezhi.site.clock_strip import (
    Bar,
    Course,
    Mark,
    Strip,
    bar_of_course,
    course_of,
    law_marks,
    strip_of,
    undocketed,
)
from xiezhi.site.derivation import derivation_of
from xiezhi.site.staff import gallery_charts
from xiezhi.site.staff.parts import (
    Action,
    Chip,
    Column,
    Difference,
    Due,
    Happened,
    Kin,
    Masked,
    NextStep,
    Page,
    Progress,
    Reading,
    Tab,
    chained,
    threaded,
)
from xiezhi.work.deadlines.panel import next_rung

TODAY = date(2026, 9, 16)
LONG_CASE = (
    Deduction("jurisdiction", date(2025, 12, 22), date(2026, 1, 15)),
    Deduction("appraisal", date(2026, 3, 16), date(2026, 4, 22)),
    Extension(2, None, "president", date(2026, 5, 13), date(2026, 5, 20), True),
)
SWATCHES = (
    "paper", "sheet", "raised", "ink", "ink-2", "ink-3", "hair", "rule", "control", "accent", "solid", "second", "soft", "tint", "edge",
    "seal", "past", "past-tint", "hatch", "focus",
)  # fmt: skip


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    courses = _courses()
    context = {
        "clocks": [(name, _strip(course, outcome, key)) for key, name, course, outcome in courses],
        "rows": [_row(place, name, course) for place, (_, name, course, _) in enumerate(courses, 1)],
        "derivations": [
            (name, derivation_of(outcome)) for key, name, _, outcome in courses if outcome and key in DERIVED
        ],
        "swatches": SWATCHES,
        "schemes": ("light", "dark"),
        "clock_title": tr("审限时钟", "The clock strip"),
        "empty_title": tr("没有符合条件的案件", "No case fits"),
        "as_of": date(2026, 8, 31),
        "as_of_offered": True,
        "figures": gallery_charts.figures(),
        "sparks": gallery_charts.sparks(),
        **_lists(),
        **_case(),
        **_forms(),
    }
    return render(request, "gallery.html", context)


DERIVED = ("hidden", "paused", "late_request", "exempt")


def _courses() -> list[tuple[str, str, Course, Outcome | None]]:
    ordinary, simplified, criminal = (
        "civil.first.ordinary",
        "civil.first.simplified",
        "criminal.first.ordinary",
    )
    spring, abroad = date(2026, 3, 2), Facts(foreign_related=True)
    waiting = Suspension("other_case", date(2026, 5, 20), None)
    late = Extension(3, None, "president", date(2026, 9, 1), date(2026, 9, 15), None)
    sent_back = SupplementaryInvestigation(date(2026, 6, 10), date(2026, 7, 5))
    return [
        _sample("hidden", tr("隐性超审限", "hidden overrun"), ordinary, date(2025, 12, 3), LONG_CASE),
        _sample("running", tr("计时，两段式", "running, two steps"), criminal, date(2026, 7, 27), facts=Facts(in_custody=False)),
        _sample("today", tr("今日届满", "due today"), ordinary, date(2026, 3, 16)),
        _sample("paused", tr("扣除中", "deduction open"), ordinary, spring, (Deduction("appraisal", date(2026, 8, 10), None),)),
        _sample("suspended", tr("中止", "suspended"), ordinary, spring, (waiting,)),
        _sample("restart", tr("重新计算", "restarted"), criminal, date(2026, 4, 27), (sent_back,), facts=Facts(in_custody=True)),
        _sample("exempt", tr("不受限", "exempt"), ordinary, spring, facts=abroad),
        _sample("no_limit", tr("无法定期限", "no limit"), "civil.jurisdiction_objection", spring),
        _sample("provisional", tr("暂定", "provisional"), ordinary, date(2026, 7, 1)),
        _sample("overdue", tr("已超期限", "past the limit"), simplified, date(2026, 6, 1)),
        _sample("in_time", tr("期限内结案", "closed in time"), ordinary, spring, closed_on=date(2026, 7, 28)),
        _sample("late", tr("超期结案", "closed late"), ordinary, spring, closed_on=date(2026, 9, 11)),
        _sample("late_request", tr("申请未决", "request pending"), ordinary, spring, (late,)),
        _sample("invalid", tr("算不出", "cannot be computed"), ordinary, None),
        ("undocketed", tr("未立案", "not docketed"), undocketed(date(2026, 9, 10), TODAY), None),
    ]  # fmt: skip


def _sample(
    key: str,
    name: str,
    procedure: str,
    anchor: date | None,
    events: tuple[Event, ...] = (),
    closed_on: date | None = None,
    facts: Facts | None = None,
) -> tuple[str, str, Course, Outcome]:
    case = CaseInput(procedure, anchor, "basic", facts or Facts(), events, TODAY, closed_on)
    outcome = compute(case)
    return key, name, course_of(outcome, today=TODAY, closed_on=closed_on), outcome


def _warned(outcome: Outcome) -> tuple[int, ...]:
    return load_warnings().before(outcome.rule, None)


def _strip(course: Course, outcome: Outcome | None, key: str) -> Strip:
    marks = law_marks(outcome, next_rung(outcome), _warned(outcome)) if outcome else []
    own = {
        "hidden": Mark(date(2026, 9, 22), tr("第二次开庭", "second hearing"), "hearing"),
        "suspended": Mark(date(2026, 11, 20), tr("核对中止原因", "check the cause"), "check"),
        "no_limit": Mark(date(2026, 10, 30), tr("内部目标", "own target"), "target"),
    }
    return strip_of(course, marks=[*marks, *([own[key]] if key in own else [])], key=key)


def _row(place: int, name: str, course: Course) -> tuple[str, str, str, Bar, Course]:
    number = f"（2026）苍0102民初{4100 + place}号"
    parties = tr(
        "苍河云岭置业有限公司诉澄州恒筑建设集团有限责任公司第三工程分公司",
        "Yunling Property v. Hengzhu Construction, Third Branch",
    )
    return number, name, parties, bar_of_course(course), course


def _lists() -> dict[str, Any]:
    return {
        "tabs": [
            Tab(tr("本庭未结", "Pending"), "#lists", 128, current=True),
            Tab(tr("我承办的", "Mine"), "#lists", 31),
            Tab(tr("已超期限", "Past the limit"), "#lists", 2),
            Tab(tr("暂定日期", "Provisional"), "#lists", 0),
        ],
        "chips": [
            Chip(tr("民事审判第二庭", "Second Civil Division"), "#lists", on=True),
            Chip(tr("未结", "pending"), "#lists", on=True),
            Chip(
                tr("程序", "procedure"),
                choices=(
                    Chip(tr("普通程序", "ordinary"), "#lists", on=True, count=84),
                    Chip(tr("简易程序", "simplified"), "#lists", count=44),
                ),
            ),
            Chip(tr("四类案件", "four types"), "#lists", count=3),
        ],
        "columns": [
            Column(tr("案号", "case number")),
            Column(tr("状态", "state")),
            Column(tr("当事人", "parties")),
            Column(tr("届满日", "due"), "#lists", "ascending"),
            Column(tr("期限进度", "progress")),
            Column(tr("剩余日", "days left"), "#lists", kind="right"),
        ],
        "page": Page(1, 24, 128, 1, 6, after="#lists"),
        "pairs": [
            (tr("案由", "cause"), tr("建设工程施工合同纠纷", "construction contract dispute")),
            (tr("程序", "procedure"), tr("第一审普通程序", "first instance, ordinary")),
            (
                tr("审判组织", "panel"),
                tr(
                    "合议庭：陆知衡（审判长）、秦越溪、丁芷（人民陪审员）",
                    "collegial: Lu Zhiheng (presiding), Qin Yuexi, Ding Zhi (assessor)",
                ),
            ),
        ],
        "jobs": [
            Progress(tr("导入案件", "Import of cases"), 0, 52000, "waiting"),
            Progress(
                tr("导入案件", "Import of cases"),
                31200,
                52000,
                "running",
                tr("约2分钟", "about 2 minutes"),
                14,
                "#work",
                "#work",
            ),
            Progress(tr("导出本庭未结", "Export of pending cases"), 128, 128, "done", result_href="#work"),
            Progress(
                tr("重算期限", "Recomputing limits"), 9000, 60000, "failed", problems=1, problems_href="#work"
            ),
            Progress(tr("导出", "Export"), 400, 900, "cancelled"),
        ],
        "differences": [
            Difference(
                tr("庭室", "division"),
                tr("民一庭", "First Civil"),
                tr("民二庭", "Second Civil"),
                tr("民三庭", "Third Civil"),
            ),
            Difference(tr("承办法官", "reporting judge"), "—", "陆知衡", "陆知衡"),
        ],
        "saved_at": datetime(2026, 9, 16, 1, 40, tzinfo=UTC),
    }


def _case() -> dict[str, Any]:
    spans = [(span.start, span.end) for span in LONG_CASE if isinstance(span, Deduction)]
    return {
        "events": threaded(_events(), spans, today=TODAY),
        "next": NextStep(
            tr("承办法官陆知衡，9月22日开庭", "Reporting judge Lu Zhiheng, hearing on 22 Sep"),
            (
                Due(
                    date(2026, 9, 22),
                    tr("14:30，第三法庭，第二次开庭", "14:30, court room 3, second hearing"),
                ),
                Due(
                    date(2026, 9, 23),
                    tr(
                        "最迟申请再延长，由上一级人民法院批准",
                        "last day to apply for more; the next-higher court decides",
                    ),
                ),
                Due(date(2026, 10, 8), tr("届满", "last day of the limit")),
            ),
        ),
        "actions": [
            Action(tr("记一件事", "Record an event"), "#case", main=True),
            Action(tr("阅卷", "Read the file"), "#case"),
            Action(
                tr("批准延长", "Grant the extension"),
                refusal=tr(
                    "第二次延长由上一级人民法院批准，庭长只能审核转呈",
                    "The next-higher court grants a second extension; a division head may endorse and forward",
                ),
            ),
        ],
        "chain": chained(
            [
                Kin(
                    "（2025）苍0102诉前调2210号",
                    tr("诉前调解，12月1日不成", "mediation, failed on 1 Dec"),
                    "#case",
                ),
                Kin(
                    "（2026）苍0102执保96号",
                    tr("财产保全，1月8日查封", "preservation, sealed on 8 Jan"),
                    "#case",
                    branch=True,
                ),
                Kin("（2025）苍0102民初4117号", tr("一审，本案", "first instance, this case"), here=True),
                Kin(
                    tr("二审", "second instance"),
                    tr("判决送达后十五日内可上诉", "an appeal is open for 15 days after service"),
                    ahead=True,
                ),
                Kin(
                    tr("执行", "enforcement"),
                    tr("裁判生效后依申请", "on application, once effective"),
                    ahead=True,
                ),
            ]
        ),
        "masked": [
            (
                tr("证件号码", "identity number"),
                Masked(tr("证件号码", "identity number"), "6201**********0017", "#case"),
            ),
            (tr("电话", "telephone"), Masked(tr("电话", "telephone"), "139****0017")),
            (
                tr("住址", "address"),
                Masked(
                    tr("住址", "address"),
                    tr("苍河省澄州市东渚区柳堰路8号", "8 Liuyan Road, Dongzhu, Chengzhou"),
                    opened=True,
                ),
            ),
        ],
        "readings": [
            Reading(
                datetime(2026, 9, 16, 1, 12, tzinfo=UTC),
                "沈砚秋",
                tr("民二庭庭长", "head, Second Civil"),
                tr("案件页", "case page"),
                own=True,
            ),
            Reading(
                datetime(2026, 9, 8, 6, 3, tzinfo=UTC),
                "简宁",
                tr("书记员", "clerk"),
                tr("住址", "address"),
                tr("送达传票", "service of a summons"),
            ),
        ],
    }


def _events() -> list[Happened]:
    jian, lu = "简宁", "陆知衡"
    same_day = tr("当日登记", "same day")
    return [
        Happened(date(2026, 10, 8), tr("审限届满", "last day of the limit"), ahead=True),
        Happened(
            date(2026, 9, 22),
            tr("第二次开庭，14:30，第三法庭", "second hearing, 14:30, court room 3"),
            ahead=True,
        ),
        Happened(
            date(2026, 8, 26),
            tr("第一次开庭，就鉴定意见质证", "first hearing, on the expert opinion"),
            f"{jian}，{same_day}",
            document=tr("庭审笔录", "minutes"),
            document_href="#case",
        ),
        Happened(
            date(2026, 5, 20),
            tr("院长批准延长审限2个月", "the president granted 2 months more"),
            f"顾维桢，{same_day}",
            clock=True,
        ),
        Happened(
            date(2026, 4, 22),
            tr("收到工程造价鉴定意见书，扣除止", "expert opinion received, deduction ends"),
            tr("简宁，4月28日登记", "Jian Ning, 28 Apr"),
            clock=True,
            late_days=6,
        ),
        Happened(
            date(2026, 4, 8),
            tr("双方共同申请庭外和解", "both parties asked for time to settle"),
            f"{lu}，{same_day}",
            withdrawn=True,
            detail=tr("4月9日更正：申请人只有原告", "corrected on 9 Apr: only the plaintiff asked"),
        ),
        Happened(
            date(2026, 3, 16),
            tr("委托工程造价鉴定，扣除起", "expert appointed, deduction starts"),
            f"{lu}，{same_day}",
            clock=True,
            document=tr("委托书", "order"),
            document_href="#case",
        ),
        Happened(
            date(2026, 1, 15),
            tr("驳回管辖权异议的裁定生效，扣除止", "ruling on jurisdiction effective, deduction ends"),
            tr("简宁，1月16日登记", "Jian Ning, 16 Jan"),
            clock=True,
        ),
        Happened(
            date(2025, 12, 22),
            tr("被告提出管辖权异议，扣除起", "objection to jurisdiction, deduction starts"),
            f"{jian}，{same_day}",
            clock=True,
        ),
        Happened(
            date(2025, 12, 3),
            tr("立案，普通程序", "docketed, ordinary procedure"),
            tr("立案庭骆一帆，当日登记", "Luo Yifan, filing division, same day"),
            clock=True,
        ),
    ]


class _Sample(forms.Form):
    """A form with every kind of field."""

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__(
            data, auto_id="id_refused_%s" if data else "id_blank_%s", use_required_attribute=False
        )
        self.fields["day"] = forms.DateField(
            label=tr("发生日", "day it happened"),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )
        self.fields["ground"] = forms.ChoiceField(
            label=tr("事由", "ground"),
            choices=[("", tr("请选择", "choose")), ("expert", tr("鉴定", "expert appraisal"))],
            error_messages={"required": tr("请选择法定事由", "choose a ground of the closed list")},
        )
        self.fields["reason"] = forms.CharField(
            label=tr("说明", "reason"),
            required=False,
            help_text=tr("当事人能看到", "the parties will see this"),
            widget=forms.Textarea(attrs={"rows": "3"}),
        )


def _forms() -> dict[str, Any]:
    typed = {
        "day": "2026-09-18",
        "ground": "",
        "reason": tr("等待鉴定意见", "waiting for the expert opinion"),
    }
    refused = _Sample(typed)
    refused.full_clean()
    refused.add_error("day", tr("2026年9月18日晚于今天", "18 Sep 2026 lies after today"))
    return {"blank": _Sample(), "refused": refused}
