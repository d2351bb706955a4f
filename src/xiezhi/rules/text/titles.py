"""The names courts give to documents, to the people who sign and to the parties (文书名称, 审判人员, 诉讼地位)."""

import re

BLANK = " {0,3}"


def _spaced(word: str) -> str:
    """The word as a pattern that allows the blanks put between its characters on paper."""
    return BLANK.join(word)


def _any_of(*words: str) -> str:
    return "|".join(_spaced(word) for word in words)


PRESIDING, JUDGE, JUROR, ASSISTANT, CLERK = "presiding", "judge", "juror", "assistant", "clerk"
TYPIST = "typist"  # 速录员: signs, but is no officer of the record

# Longer titles first: 代理审判员 before 审判员.
_OFFICES = {
    PRESIDING: _any_of("代理审判长", "审判长", "执行长"),
    JUDGE: _any_of(
        "助理审判员", "代理审判员", "独任审判员", "代审判员", "审判员", "执行法官", "执行员", "独任法官"
    ),
    JUROR: _any_of("人民陪审员", "陪审员"),
    ASSISTANT: _any_of("代理法官助理", "法官助理", "审判辅助人员"),
    CLERK: r"(?:（ ?代 ?理?） ?)?(?:[代见实] ?[理习]? ?)?" + _spaced("书记员"),
    TYPIST: _spaced("速录员"),
}
OFFICE = re.compile("|".join(f"(?P<{office}>{pattern})" for office, pattern in _OFFICES.items()))

_BRANCH = _any_of(
    "刑事附带民事", "刑事", "民事", "行政赔偿", "行政", "执行", "国家赔偿", "赔偿", "司法救助", "强制医疗"
)
_FORM = _any_of("判决书", "裁定书", "决定书", "调解书", "通知书", "支付令")
DOCUMENT_KIND = rf"(?:(?:{_BRANCH}){BLANK})?(?:(?:{_any_of('附带民事', '再审')}){BLANK})?(?:{_FORM})"

_SIDES = {
    "civil_plaintiffs": "(?:原审)?(?:刑事)?附带民事(?:公益)?诉讼(?:原告人?|起诉人)|附带民事公益诉讼起诉人",
    "defenders": "(?:指定|委托|共同)?辩护人",
    "representatives": "(?:共同)?(?:法定|指定|委托|诉讼|委托诉讼|特别授权)?代理人|法定代表人|主要负责人|负责人|代表人|经营者",
    "retrial_applicants": "再审申请人|申请再审人|申诉人",
    "reconsideration_applicants": "复议申请人",
    "enforcement_applicants": "申请执行人",
    "persons_enforced": "被执行人",
    "objectors": "异议人|案外人|利害关系人",
    "appellants": "上诉人",
    "appellees": "被上诉人",
    "respondents": "被申请人|被申诉人|被告知人",
    "applicants": "申请人|起诉人",
    "private_prosecutors": "自诉人",
    "plaintiffs": "原审原告人?|一审原告|反诉原告|原告人?",
    "defendants": "原审被告人?|原审被告单位|被告单位|一审被告|反诉被告|被告人|被告",
    "third_parties": "原审第三人|一审第三人|第三人",
    "prosecutors": "(?:原)?公诉(?:暨[^。， ]{0,16}?)?机关|抗诉机关|公益诉讼起诉人",
}
SIDE = re.compile("|".join(f"(?P<{side}>{pattern})" for side, pattern in _SIDES.items()))
SIDES = tuple(_SIDES)
