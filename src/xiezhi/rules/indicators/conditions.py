"""The little language in which the data says which cases a figure counts: `instance == 'second' and hearing_held`.

A text becomes a tree of values, checked against the columns of the facts; `work.situation` compiles the tree for an engine. It is a
part of Python's expressions: `and or not`, `== != < <= > >=`, `in (…)`, `is None`, `is not None`, and the functions of FUNCTIONS.
`start` and `end` are the first and the last day of the period; a term of terms.toml stands for its condition, and a threshold for its
number. As in SQL a comparison with a missing value is not true, and neither is its negation.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from xiezhi.rules.indicators.columns import CODE, DAY, FLAG, MONEY, TEXT, WHOLE, Column

START, END = "start", "end"
LONGEST = 1_000  # characters of a text


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a column."""

    column: str


@dataclass(frozen=True, slots=True)
class Edge:
    """The first (`start`) or last (`end`) day of the period."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of FUNCTIONS."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`sign` is one of == != < <= > >=."""

    sign: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value of a column is one of some words."""

    column: Named
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    column: Named


@dataclass(frozen=True, slots=True)
class Not:
    of: "Expression"


@dataclass(frozen=True, slots=True)
class All:
    of: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Any:
    of: tuple["Expression", ...]


Expression: TypeAlias = Named | Edge | Literal | Call | Comparison | OneOf | Missing | Not | All | Any

# What each function takes and gives.
FUNCTIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "days": ((DAY, DAY), WHOLE),  # from one day to another, the first not counted
    "days_less": ((DAY, DAY, WHOLE), WHOLE),  # the same, less so many days
    "months_before": (
        (DAY, WHOLE),
        DAY,
    ),  # the day so many calendar months earlier, a number written out; the last of a shorter month
}
_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_ORDERED = (DAY, WHOLE, MONEY)


class Misread(Exception):
    """A text that is not of this language; told in both languages by the loader, which knows the file and the key."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def read_condition(
    text: str,
    columns: Mapping[str, Column],
    terms: Mapping[str, Expression] | None = None,
    numbers: Mapping[str, int] | None = None,
) -> Expression:
    """The tree of a condition; each term is replaced by its tree, each name of a number by the number. Raises Misread."""
    tree, kind = _Reader(text, columns, terms or {}, numbers or {}).read()
    if kind != FLAG:
        raise Misread(f"不是条件：{text}", f"not a condition: {text}")
    return tree


def read_amount(text: str, columns: Mapping[str, Column]) -> Expression:
    """The tree of a number: a column, or days between two days. Raises Misread."""
    tree, kind = _Reader(text, columns, {}, {}).read()
    if kind not in (WHOLE, MONEY):
        raise Misread(f"不是数量：{text}", f"not a number: {text}")
    return tree


def columns_in(tree: Expression | None) -> frozenset[str]:
    """The columns that a tree asks for."""
    return frozenset(part.column for part in _parts(tree) if isinstance(part, Named))


def asks_for_period(tree: Expression | None) -> bool:
    """Whether the period's first or last day stands in the tree."""
    return any(isinstance(part, Edge) for part in _parts(tree))


def _parts(tree: Expression | None) -> Iterator[Expression]:
    if tree is None:
        return
    yield tree
    inner: tuple[Expression, ...] = ()
    match tree:
        case Call(arguments=inner) | All(of=inner) | Any(of=inner):
            pass
        case Comparison(left=left, right=right):
            inner = (left, right)
        case OneOf(column=column) | Missing(column=column):
            inner = (column,)
        case Not(of=of):
            inner = (of,)
    for part in inner:
        yield from _parts(part)


Typed: TypeAlias = tuple[Expression, str]


class _Reader:
    def __init__(
        self,
        text: str,
        columns: Mapping[str, Column],
        terms: Mapping[str, Expression],
        numbers: Mapping[str, int],
    ) -> None:
        self.text = text
        self.columns = columns
        self.terms = terms
        self.numbers = numbers

    def read(self) -> Typed:
        if len(self.text) > LONGEST:
            raise Misread(f"条件长于{LONGEST}字", f"the condition is longer than {LONGEST} characters")
        try:
            return self._expression(ast.parse(self.text, mode="eval").body)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise Misread(f"无法解析：{self.text}", f"cannot be parsed: {self.text}") from None

    def _expression(self, node: ast.expr) -> Typed:
        readers: dict[type[ast.expr], Callable[[ast.expr], Typed]] = {
            ast.Name: self._name, ast.Constant: self._literal, ast.Call: self._call, ast.Compare: self._comparisons,
            ast.UnaryOp: self._negation, ast.BoolOp: self._joined,
        }  # fmt: skip
        reader = readers.get(type(node))
        if reader is None:
            raise self._misread(node)
        return reader(node)

    def _misread(self, node: ast.expr) -> Misread:
        part = ast.get_source_segment(self.text, node) or self.text
        return Misread(f"条件中不能这样写：{part}", f"a condition does not say it like this: {part}")

    def _name(self, node: ast.expr) -> Typed:
        assert isinstance(node, ast.Name)
        if node.id in (START, END):
            return Edge(node.id), DAY
        if node.id in self.terms:
            return self.terms[node.id], FLAG
        if node.id in self.numbers:
            return Literal(self.numbers[node.id]), WHOLE
        column = self.columns.get(node.id)
        if column is None:
            raise Misread(f"事实表没有这一栏：{node.id}", f"the facts have no such column: {node.id}")
        return Named(node.id), column.kind

    def _literal(self, node: ast.expr) -> Typed:
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, str):
            return Literal(node.value), TEXT
        if isinstance(node.value, int) and not isinstance(node.value, bool):
            return Literal(node.value), WHOLE
        raise self._misread(node)

    def _call(self, node: ast.expr) -> Typed:
        assert isinstance(node, ast.Call)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        takes, gives = FUNCTIONS.get(name, ((), ""))
        arguments = [self._expression(argument) for argument in node.args]
        if not gives or node.keywords or tuple(kind for _, kind in arguments) != takes:
            raise self._misread(node)
        if name == "months_before" and not isinstance(arguments[1][0], Literal):
            raise self._misread(node)
        return Call(name, tuple(tree for tree, _ in arguments)), gives

    def _comparisons(self, node: ast.expr) -> Typed:
        assert isinstance(node, ast.Compare)
        sides = [node.left, *node.comparators]
        found = [
            self._comparison(node, left, sign, right) for left, sign, right in zip(sides, node.ops, sides[1:])
        ]
        return (found[0] if len(found) == 1 else All(tuple(found))), FLAG

    def _comparison(self, whole: ast.expr, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Expression:
        if isinstance(sign, ast.Is | ast.IsNot):
            return self._missing(whole, left, right, isinstance(sign, ast.IsNot))
        if isinstance(sign, ast.In | ast.NotIn):
            found = self._one_of(whole, left, right)
            return Not(found) if isinstance(sign, ast.NotIn) else found
        (one, kind), (other, other_kind) = self._expression(left), self._expression(right)
        if kind == CODE and isinstance(one, Named) and isinstance(other, Literal):
            self._check_word(one, other.value)
        elif {kind, other_kind} not in ({DAY}, {WHOLE}, {MONEY}, {WHOLE, MONEY}, {TEXT}):
            raise self._misread(whole)
        if _SIGNS[type(sign)] not in ("==", "!=") and kind not in _ORDERED:
            raise self._misread(whole)
        return Comparison(_SIGNS[type(sign)], one, other)

    def _missing(self, whole: ast.expr, left: ast.expr, right: ast.expr, negated: bool) -> Expression:
        one, _ = self._expression(left)
        if not (isinstance(one, Named) and isinstance(right, ast.Constant) and right.value is None):
            raise self._misread(whole)
        return Not(Missing(one)) if negated else Missing(one)

    def _one_of(self, whole: ast.expr, left: ast.expr, right: ast.expr) -> Expression:
        one, kind = self._expression(left)
        if not (isinstance(one, Named) and kind in (CODE, TEXT) and isinstance(right, ast.Tuple)):
            raise self._misread(whole)
        words = []
        for element in right.elts:
            tree, _ = self._expression(element)
            if not (isinstance(tree, Literal) and isinstance(tree.value, str)):
                raise self._misread(whole)
            if kind == CODE:
                self._check_word(one, tree.value)
            words.append(tree.value)
        return OneOf(one, tuple(words))

    def _check_word(self, column: Named, word: str | int) -> None:
        if word not in self.columns[column.column].words:
            raise Misread(
                f"{column.column} 没有这个代码：{word}", f"{column.column} has no such code: {word}"
            )

    def _negation(self, node: ast.expr) -> Typed:
        assert isinstance(node, ast.UnaryOp)
        tree, kind = self._expression(node.operand)
        if not isinstance(node.op, ast.Not) or kind != FLAG:
            raise self._misread(node)
        return Not(tree), FLAG

    def _joined(self, node: ast.expr) -> Typed:
        assert isinstance(node, ast.BoolOp)
        parts = [self._expression(value) for value in node.values]
        if any(kind != FLAG for _, kind in parts):
            raise self._misread(node)
        trees = tuple(tree for tree, _ in parts)
        return (All(trees) if isinstance(node.op, ast.And) else Any(trees)), FLAG
