"""What each issue code means, in words for the person who has to mend the record (handbook section 18)."""

from xiezhi.rules.limits.model import Issue

ISSUE_TEXTS: dict[Issue, tuple[str, str]] = {
    Issue.ANCHOR_MISSING: ("缺少起算日，无法计算", "the day that starts the clock is missing"),
    Issue.UNKNOWN_PROCEDURE: ("规则库中没有这一程序", "the catalogue has no such procedure"),
    Issue.DEDUCTION_BEFORE_DOCKET: ("该期间在起算日之前已经结束", "the span ended before the clock started"),
    Issue.DEDUCTION_CLIPPED: ("起算日之前的部分不计入扣除", "the part before the clock started is not excluded"),
    Issue.DEDUCTION_CAPPED: ("超过法定上限的天数仍计入审限", "days beyond the statutory cap count again"),
    Issue.EVENT_END_BEFORE_START: ("结束日早于开始日", "the end lies before the start"),
    Issue.EVENT_AFTER_EXPIRY: ("开始时期限已经届满", "it began after the limit had expired"),
    Issue.GROUND_NOT_IN_CATALOGUE: ("事由不在法定清单之内", "the ground is not in the closed list"),
    Issue.GROUND_NOT_APPLICABLE: ("该事由不适用于这一程序", "the ground does not apply to this procedure"),
    Issue.EXTENSION_NOT_APPROVED: ("延长申请未获批准", "the extension was refused"),
    Issue.EXTENSION_PENDING: ("延长申请尚未决定", "the extension has not been decided"),
    Issue.EXTENSION_WRONG_APPROVER: ("批准人不是法律规定的批准主体", "the approver is not the one the law names for this step"),
    Issue.EXTENSION_OVER_LADDER: ("法律没有规定这样的延长，或者超过次数、长度", "the law allows no such extension, or not this often or this long"),
    Issue.EXTENSION_GROUND_MISSING: ("缺少法定延长事由或者双方当事人同意", "the statutory ground, or both parties' consent, is missing"),
    Issue.EXTENSION_APPLIED_LATE: ("申请晚于规定的最后日期，批准仍然有效", "the request came later than the rule allows; the grant stands"),
    Issue.EXTENSION_AFTER_EXPIRY: ("批准时期限已经届满", "it was granted after the limit had expired"),
    Issue.EXTENSION_FILING_MISSING: ("缺少层报高级人民法院备案的记录", "the filing with the high court is not on record"),
    Issue.CONVERSION_AFTER_EXPIRY: ("转换程序时原期限已经届满", "the procedure was converted after its limit had expired"),
    Issue.SUPPLEMENTARY_INVESTIGATION_OVER_LIMIT: ("补充侦查超过法定次数或者时间", "supplementary investigation more often or longer than the law allows"),
    Issue.EVENT_BEFORE_ANCHOR: ("该事件早于起算日", "the event is dated before the clock started"),
    Issue.CONVERSION_NOT_APPLICABLE: ("法律没有规定这样的程序转换", "the law knows no such conversion"),
}  # fmt: skip
