"""Of what a source tells at all: the kinds of events that files read by a mapping can give."""

from xiezhi.record.intake.mapping.values import Mapping

# What may stand in the text of a judgment (intake.judgments); nothing in it tells of a later appeal.
_JUDGMENTS = frozenset({
    "case.docketed", "case.closed", "document.filed", "note.recorded", "hearing.scheduled", "hearing.held", "extension.requested",
    "extension.granted", "deduction.started", "deduction.ended", "suspension.ordered", "suspension.ended", "procedure.converted",
    "supplementary_investigation.started", "supplementary_investigation.returned",
})  # fmt: skip
_ALWAYS = frozenset({"case.docketed", "note.recorded"})
# By the beginning of a field.
_BY_FIELD = {
    "judge": ("case.assigned",),
    "closed_on": ("case.closed",),
    "effective_on": ("effect.established",),
    "deduction": ("deduction.started", "deduction.ended"),
    "suspension": ("suspension.ordered", "suspension.ended"),
    "extension": ("extension.requested", "extension.granted"),
}


def told_kinds(mapping: Mapping) -> frozenset[str]:
    """The kinds of events that a mapping can give. What is not among them its source does not tell, in no case."""
    if mapping.shape == "judgments":
        return _JUDGMENTS
    fields = {rule.field.partition(".")[0] for rule in mapping.rules}
    told = (kind for field in fields for kind in _BY_FIELD.get(field, ()))
    return _ALWAYS.union(told, (turn.event for turn in mapping.turns))


__all__ = ["told_kinds"]
