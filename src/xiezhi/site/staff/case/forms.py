"""What is asked on the case page: a purpose before the file opens, a reason before a protected value does."""

from typing import Any

from django import forms

from xiezhi.rules.language import tr
from xiezhi.site.staff.case.parties import PROTECTED, Opening

LONGEST = 200
SHORTEST = 4


def _reason_field(label: str, hint: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        min_length=SHORTEST,
        max_length=LONGEST,
        error_messages={
            "required": tr("请写明目的", "State the purpose"),
            "min_length": tr(
                f"请写清楚，至少{SHORTEST}个字", f"Say it plainly, in {SHORTEST} characters or more"
            ),
            "max_length": tr(f"至多{LONGEST}个字", f"At most {LONGEST} characters"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PurposeForm(forms.Form):
    """Why a line manager opens the file."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        hint = tr(
            "写入本案的查阅记录，办案人员能看到；本次登录内对本案有效",
            "kept in the trail of this case, where its panel sees it; valid for this case until you sign out",
        )
        self.fields["purpose"] = _reason_field(tr("目的", "Purpose"), hint, required=True)


class RevealForm(forms.Form):
    """One protected value of one party; those without a part in the case say why."""

    party = forms.IntegerField(min_value=1)
    field = forms.ChoiceField(choices=[(name, name) for name in PROTECTED])

    def __init__(self, data: Any, *, needs_reason: bool) -> None:
        super().__init__(data)
        self.fields["reason"] = _reason_field("", "", required=needs_reason)

    @property
    def opening(self) -> Opening | None:
        """What is asked for; None when the form names nothing this page offers."""
        if {"party", "field"} & set(self.errors):
            return None
        return Opening(self.cleaned_data["party"], self.cleaned_data["field"])

    @property
    def reason_fault(self) -> str:
        """What is wrong with the reason; empty when nothing is."""
        return " ".join(map(str, self.errors.get("reason", ())))
