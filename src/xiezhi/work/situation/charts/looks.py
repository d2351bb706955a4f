"""How each kind of mark looks on paper, in the colours of the style sheet written in (there: css/charts.css and css/tokens.css)."""

COLOURS = {
    "sheet": "#fdfdfb", "ink": "#1b2224", "ink-2": "#475255", "ink-3": "#626c6f", "hair": "#e0e1db", "rule": "#b9beb9",
    "control": "#798385", "accent": "#0e5257", "solid": "#0e5257", "on-solid": "#ffffff", "second": "#417a7e", "soft": "#b4cfce",
    "tint": "#e6efed", "edge": "#4b8589", "grey": "#d5d8d4", "on-second": "#ffffff",
}  # fmt: skip

# kind → (fill, stroke, width of the stroke, dashes); "" = none.
SHAPES = {
    "grid": ("", "hair", 1, ""),
    "axis": ("", "rule", 1, ""),
    "tie": ("", "rule", 1, "2 3"),
    "mean": ("", "ink-2", 1, ""),
    "cut": ("", "sheet", 2, ""),
    "limit": ("", "ink-2", 1, "4 3"),
    "limit-outer": ("", "ink-3", 1, "2 3"),
    "limit-plain": ("", "ink-2", 1, ""),
    "break": ("", "ink-2", 1, "2 3"),
    "line": ("", "accent", 2, ""),
    "line-thin": ("", "accent", 1.6, ""),
    "line-grey": ("", "ink-3", 1.5, ""),
    "line-dashed": ("", "ink-3", 1.25, "4 3"),
    "line-ahead": ("", "accent", 2, "5 3"),
    "bar": ("solid", "", 0, ""),
    "bar-second": ("second", "", 0, ""),
    "bar-soft": ("soft", "", 0, ""),
    "bar-grey": ("grey", "", 0, ""),
    "band": ("soft", "", 0, ""),
    "band-inner": ("tint", "", 0, ""),
    "band-outer": ("tint", "", 0, ""),
    "grown": ("grey", "", 0, ""),
    "shrunk": ("soft", "", 0, ""),
    "dot": ("solid", "sheet", 1.5, ""),
    "dot-grey": ("control", "sheet", 1.5, ""),
    "dot-small": ("accent", "", 0, ""),
    "dot-small-grey": ("ink-3", "", 0, ""),
    "dot-outside": ("ink", "sheet", 1.5, ""),
    "dot-run": ("sheet", "ink", 1.75, ""),
    "dot-few": ("sheet", "control", 1.5, ""),
    "ring": ("", "ink", 1.25, ""),
    "touch": ("transparent", "", 0, ""),
    "past": ("", "control", 1, ""),
    "interval": ("tint", "", 0, ""),
}
# kind → (colour, size, weight, halo)
TEXTS = {
    "label": ("ink-2", 12, 400, False),
    "label-haloed": ("ink-2", 12, 400, True),
    "strong": ("ink", 12, 500, False),
    "strong-haloed": ("ink", 12, 500, True),
    "quiet": ("ink-3", 12, 400, False),
    "quiet-haloed": ("ink-3", 12, 400, True),
    "accent-text": ("accent", 12, 500, False),
    "accent-haloed": ("accent", 12, 500, True),
    "value": ("ink", 13, 400, False),
    "large": ("ink", 22, 400, False),
    "large-on-solid": ("on-solid", 22, 400, False),
    "large-on-second": ("on-second", 22, 400, False),
    "on-soft": ("ink", 12, 400, False),
    "on-second": ("on-second", 12, 400, False),
}


def attributes_of(kind: str) -> str:
    """The attributes of a mark of this kind, with a space before each."""
    if kind in TEXTS:
        colour, size, weight, halo = TEXTS[kind]
        behind = (
            f' paint-order="stroke" stroke="{COLOURS["sheet"]}" stroke-width="4" stroke-linejoin="round"'
            if halo
            else ""
        )
        heavier = f' font-weight="{weight}"' if weight != 400 else ""
        return f' fill="{COLOURS[colour]}" font-size="{size}"{heavier}{behind}'
    fill, stroke, width, dashes = SHAPES[kind]
    parts = [f' fill="{COLOURS.get(fill, "none")}"']
    if stroke:
        parts.append(f' stroke="{COLOURS[stroke]}" stroke-width="{width}" stroke-linejoin="round"')
    if dashes:
        parts.append(f' stroke-dasharray="{dashes}"')
    return "".join(parts)
