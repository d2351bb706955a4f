"""How wide a text will be on the screen, roughly and never too little: what keeps labels apart without a browser.

Widths are those of the sheet's typefaces in em: Chinese characters are square, figures are tabular. A space of an eighth
stands between Chinese and Latin (text-autospace). Every width gets a small reserve, for fonts differ.
"""

from functools import lru_cache
from itertools import pairwise

LABEL_SIZE = 12  # px, the sheet's smallest size
RESERVE = 1.06
BETWEEN_SCRIPTS = 0.125
WIDE, CAPITAL, SMALL, FIGURE, NARROW = 1.0, 0.7, 0.57, 0.57, 0.3
LABELS_KEPT = 20_000


def _is_chinese(sign: str) -> bool:
    return sign >= "\u2e80"


def _em(sign: str) -> float:
    if _is_chinese(sign):
        return WIDE
    if sign.isdigit():
        return FIGURE
    if sign in " .,:;'|!ijl":
        return NARROW
    return CAPITAL if sign.isupper() or sign in "—…“”mw%" else SMALL


@lru_cache(maxsize=LABELS_KEPT)
def text_width(text: str, size: int = LABEL_SIZE) -> float:
    """The width of a text in px at a font size."""
    gaps = sum(_is_chinese(one) != _is_chinese(two) for one, two in pairwise(text))
    return size * RESERVE * (sum(map(_em, text)) + gaps * BETWEEN_SCRIPTS)
