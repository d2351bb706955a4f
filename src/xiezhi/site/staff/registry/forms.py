"""The inputs of docketing: the case, a party, a link. What is typed is read here; whether it fits, the record says."""

import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse

from xiezhi.rules.language import tr
from xiezhi.rules.limits.catalogue import RuleVersion
from xiezhi.rules.procedure.filing import Filing
from xiezhi.site.staff.recording.inputs import day_input
from xiezhi.site.staff.registry import choices

FEN = 100
MOST_FEN = 999_999_999_999_999
UNITS = {"万": 10_000, "亿": 100_000_000}
LONGEST_AMOUNT = 30
CUSTODY = "in_custody"
EVERY_TYPE = "every_type"  # the box that lists the types of other courts too


class YuanField(forms.CharField):
    """An amount in yuan as people write it (1,234.56, １２３４元, 12.5万), read as fen."""

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", super().clean(value) or "")
        text = text.replace(",", "").replace(" ", "").removesuffix("元").removeprefix("¥")
        if not text:
            return None
        unit = UNITS.get(text[-1], 1)
        try:
            fen = Decimal(text.rstrip("万亿")) * unit * FEN
        except InvalidOperation:
            raise forms.ValidationError(
                tr("应为金额，如 12345.67 或者 12.5万", "This must be an amount such as 12345.67")
            ) from None
        if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= MOST_FEN:
            raise forms.ValidationError(
                tr(
                    "应为零以上的金额，至多两位小数",
                    "This must be an amount of zero or more, with two decimals at most",
                )
            )
        return int(fen)


class _Sheet(forms.Form):
    """A part of the form that can be shown again without its faults, while it is still being filled in."""

    def forgive(self) -> None:
        """Forget what was wrong: the form is not being sent, only drawn anew. A file that could not be kept is told at once."""
        lost = {name: said for name, said in self.errors.items() if name == "upload"}
        self._errors = ErrorDict(lost)


class CaseForm(_Sheet):
    """The case itself. `filing` says what its type offers, `version` which facts bear on its limit, `received` that its day of
    receipt stands in the record already. `elsewhere`: the types left out of the list, each with the courts that deal with it."""

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        level: str,
        filing: Filing,
        version: RuleVersion | None,
        on: date,
        received: bool,
    ) -> None:
        super().__init__(data, files, use_required_attribute=False)
        self.filing = filing
        every = data is not None and (
            bool(data.get(EVERY_TYPE)) or choices.is_elsewhere(data.get("type", ""), level)
        )
        types = choices.type_choices(level, every=every)
        self.elsewhere = [] if every else choices.types_elsewhere(level)
        self.fields |= {
            "type": _choice(tr("案件类型", "Type of case"), types, required=True, redraws=True),
            "procedure": _choice(tr("适用程序", "Procedure"), choices.procedure_choices(filing, level), redraws=True),
            "cause": _cause(),
            "amount": YuanField(label=tr("标的额（元）", "Amount in dispute (yuan)"), max_length=LONGEST_AMOUNT, required=False),
            "secrecy": _choice(tr("保密", "Secrecy"), choices.named("secrecy")),
            "docketed_on": _needed(day_input(tr("立案日期", "Docketed on"))),
            "anchor_on": day_input(tr("审限起算日", "The clock starts on")),
        }  # fmt: skip
        if not received:
            self.fields["received_on"] = day_input(tr("收案日期", "Received on"))
            self.initial["received_on"] = on
        self.fields |= _fact_fields(filing, version)
        self.fields["upload"] = forms.FileField(
            label=tr("起诉材料", "Complaint"), required=False, allow_empty_file=True
        )
        self.initial.update({"docketed_on": on, "secrecy": "ordinary"})


class PartyForm(_Sheet):
    """One party with one who speaks for it; more of them are entered on the page of the case."""

    def __init__(self, data: Any, number: int, filing: Filing, role: str) -> None:
        super().__init__(data, prefix=f"parties-{number}", use_required_attribute=False)
        self.number = number
        self.fields |= {
            "role": _choice(tr("诉讼地位", "Part in the case"), choices.role_choices(filing)),
            "kind": _choice(tr("种类", "Kind"), choices.named("party_kind")),
            "name": _text(tr("姓名或者名称", "Name"), 200),
            "identity_number": _text(tr("证件号码", "Identity number"), 60),
            "phone": _text(tr("电话", "Telephone"), 60),
            "address": _text(tr("地址", "Address"), 500),
            "speaker": _text(tr("代理人", "Representative"), 120),
            "speaker_kind": _choice(
                tr("代理身份", "Kind of representative"), choices.named("representative_kind")
            ),
            "firm": _text(tr("代理人所在单位", "Firm of the representative"), 200),
            "drop": forms.BooleanField(label=tr("删去", "Leave out"), required=False),
        }
        if filing.branch == "criminal":
            self.fields[CUSTODY] = _yes_no(tr("在押", "In custody"))
        self.initial.update({"role": role, "kind": usual_kind(role)})

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into the row, or it is left out."""
        typed = ("name", "identity_number", "phone", "address", "speaker", "firm")
        given = self.cleaned_data
        return bool(given.get("drop")) or not (any(map(given.get, typed)) or self._unread(typed))

    def _unread(self, names: tuple[str, ...]) -> bool:
        return any(name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.is_blank and not given.get("name") and "name" not in self.errors:
            self.add_error("name", tr("请填姓名或者名称", "Give the name"))
        if given.get("firm") and not given.get("speaker") and "speaker" not in self.errors:
            self.add_error("speaker", tr("请填代理人姓名", "Give the name of the representative"))
        return given


class LinkForm(_Sheet):
    """An earlier case this one comes out of."""

    def __init__(self, data: Any, number: int, kind: str) -> None:
        super().__init__(data, prefix=f"links-{number}", use_required_attribute=False)
        self.number = number
        self.fields |= {
            "kind": _choice(tr("关联方式", "Kind of link"), choices.named("link_kind", empty=tr("请选择", "Choose"))),
            "number": _text(tr("案号", "Case number"), 60),
            "drop": forms.BooleanField(label=tr("删去", "Leave out"), required=False),
        }  # fmt: skip
        self.initial["kind"] = kind

    @property
    def is_blank(self) -> bool:
        given = self.cleaned_data
        return bool(given.get("drop")) or (not given.get("number") and "number" not in self.errors)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.is_blank and not given.get("kind") and "kind" not in self.errors:
            self.add_error("kind", tr("请选择关联方式", "Choose how it is linked"))
        return given


class ReceiptForm(_Sheet):
    """The receipt of papers that are still to be examined."""

    def __init__(self, data: Any, on: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields |= {
            "received_on": _needed(day_input(tr("收案日期", "Received on"))),
            "received_from": _text(tr("来源", "Received from"), 200),
            "material": _text(tr("材料", "Material"), 1000, lines=3),
        }
        self.initial["received_on"] = on


def _fact_fields(filing: Filing, version: RuleVersion | None) -> dict[str, forms.Field]:
    """The facts the limit of this procedure asks for."""
    fields: dict[str, forms.Field] = {
        "foreign_related": forms.BooleanField(label=tr("涉外", "Foreign-related"), required=False),
        "hk_macao_tw": forms.BooleanField(label=tr("涉港澳台", "Hong Kong, Macao or Taiwan"), required=False),
    }
    if filing.branch == "criminal":
        fields[CUSTODY] = _yes_no(tr("在押", "In custody"))
    variants = version.variants if version else ()
    if any(variant.fact == "max_sentence_years" for variant in variants):
        label = tr("可能判处的最高刑期（年）", "Highest possible sentence (years)")
        fields["max_sentence_years"] = forms.FloatField(label=label, required=False, min_value=0, max_value=100, error_messages=_numbers())  # fmt: skip
    if version is not None and version.status == "before_day":
        fields["election_day"] = day_input(tr("选举日", "Election day"))
    others = [(one.fact, tr(*one.note)) for one in variants if one.is_true is not None]
    if others:
        fields["others"] = forms.MultipleChoiceField(
            label=tr("其他情形", "Further circumstances"), choices=others, required=False, widget=forms.CheckboxSelectMultiple,
            error_messages=_unlisted(),
        )  # fmt: skip
    return fields


def usual_kind(role: str) -> str:
    """The kind a row begins with: a prosecutor is an office."""
    return "organisation" if role == "prosecutor" else "person"


def _text(label: str, most: int, *, required: bool = False, lines: int = 1) -> forms.CharField:
    shown = {"autocomplete": "off"}
    widget = forms.TextInput(attrs=shown) if lines == 1 else forms.Textarea(attrs={"rows": lines})
    told = tr(
        "至多%(limit_value)d个字符，现有%(show_value)d个",
        "At most %(limit_value)d characters; there are %(show_value)d",
    )
    return forms.CharField(
        label=label, max_length=most, required=required, widget=widget,
        error_messages={"required": tr("请填写", "Fill this in"), "max_length": told},
    )  # fmt: skip


def _cause() -> forms.CharField:
    """The cause, with those of the list in force that fit what is typed."""
    field = _text(tr("案由", "Cause"), 160, required=True)
    field.widget.attrs |= {
        "list": "causes", "hx-get": reverse("staff:registry_causes"), "hx-trigger": "input changed delay:200ms", "hx-target": "#causes",
        "hx-select": "option", "hx-swap": "innerHTML", "hx-include": "#id_type",
    }  # fmt: skip
    return field


def _choice(label: str, offered: Any, *, required: bool = False, redraws: bool = False) -> forms.ChoiceField:
    """A list to choose from; one that `redraws` decides what else the form asks."""
    drawn = {"hx-post": "", "hx-vals": '{"act": "refresh"}', "hx-trigger": "change"} if redraws else {}
    widget = forms.Select(attrs=drawn)
    return forms.ChoiceField(
        label=label, choices=offered, required=required, widget=widget, error_messages=_unlisted()
    )


def _yes_no(label: str) -> forms.ChoiceField:
    return _choice(label, [("", tr("未注明", "not said")), ("yes", tr("是", "yes")), ("no", tr("否", "no"))])


def _needed(field: forms.DateField) -> forms.DateField:
    field.required = True
    field.error_messages["required"] = tr("请填日期", "Give the day")
    return field


def _unlisted() -> dict[str, str]:
    words = tr("列表中没有这一项，请重新选择", "The list has no such entry; please choose again")
    return {"invalid_choice": words, "invalid_list": words, "required": tr("请选择", "Choose one")}


def _numbers() -> dict[str, str]:
    words = tr("应为0至100的数", "This must be a number from 0 to 100")
    return {"invalid": words, "min_value": words, "max_value": words}
