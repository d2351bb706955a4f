"""What a Word template may say in braces: name parts of the report, walk through them, ask whether they are there. Nothing else.

A template comes from outside. What it says is checked as it stands, before anything of it is carried out: no calls, no arithmetic, few
filters, so that no text can grow; and a loop within a loop walks through a part of what the outer one is at, so that no template takes
longer than the report is large.
"""

from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = frozenset(
    {
        "capitalize",
        "count",
        "d",
        "default",
        "e",
        "escape",
        "first",
        "last",
        "length",
        "lower",
        "trim",
        "upper",
    }
)
_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Tuple, nodes.For, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Filter, nodes.Keyword,
)  # fmt: skip


class Sandbox(ImmutableSandboxedEnvironment):
    """Raises SecurityError for what a template may not say, TemplateError for what cannot be read."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: known for name, known in self.filters.items() if name in FILTERS}

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        for node in source.body:
            _check(node, None)
        return super()._generate(source, *arguments, **options)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """The report is made of mappings and lists: their items, and what `loop` tells."""
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def _check(node: nodes.Node, walked: frozenset[str] | None) -> None:
    """Raises SecurityError for what is not allowed within a loop whose variables are `walked` (None = within none)."""
    if not isinstance(node, _ALLOWED):
        raise SecurityError(_words(node))
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise SecurityError(f"|{node.name}")
    inner = walked
    if isinstance(node, nodes.For):
        root = _root(node.iter)
        if root is None or (walked is not None and root not in walked):
            raise SecurityError("for … in …")
        inner = _names(node.target)
    for child in node.iter_child_nodes():
        _check(child, inner)


def _names(target: nodes.Node) -> frozenset[str]:
    parts = [target, *target.find_all(nodes.Name)]
    return frozenset(part.name for part in parts if isinstance(part, nodes.Name))


def _root(walked: nodes.Node) -> str | None:
    """The name that an expression is a part of; None for what is no part of anything."""
    while isinstance(walked, nodes.Getattr | nodes.Getitem):
        walked = walked.node
    return walked.name if isinstance(walked, nodes.Name) else None


def _words(node: nodes.Node) -> str:
    """What stands there, for who wrote it."""
    if isinstance(node, nodes.Call):
        called = node.node
        name = (
            called.name
            if isinstance(called, nodes.Name)
            else called.attr
            if isinstance(called, nodes.Getattr)
            else ""
        )
        return f"{name}(…)"
    if isinstance(node, nodes.BinExpr):
        return str(getattr(node, "operator", type(node).__name__))
    return type(node).__name__.lower()
