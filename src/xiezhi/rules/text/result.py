"""The result (主文): of which charges the accused stand convicted after this document."""

import re
from itertools import pairwise

from xiezhi.rules.text.charges import charges_committed, charges_sentenced, split_charges
from xiezhi.rules.text.sections import Document

_NOTICE = re.compile(r"如不服(?:本|该)?(?:判决|裁定)|本(?:判决|裁定)(?:为|系)终审")
_ITEM = re.compile(r"(?:^|(?<=[。；：）， ])) ?[一二三四五六七八九十]{1,3}、")
_SET_ASIDE = re.compile(r"^ ?撤销")
_PART_LEFT = re.compile(r"(?:量刑|刑罚|处刑|附加刑|罚金|缓刑)[^。；]{0,12}(?:部分|内容)?|数罪并罚")
_EARLIER_CRIME = re.compile(
    r"(?:原|前|曾)?因?犯[^，。；]{1,40}?罪(?:被)?(?:所)?(?:判处|宣告)[^。；]{0,60}?(?:缓刑|刑罚)(?:部分)?予以"
)
_CONVICTED_OF = re.compile(r"(?:以|构成|定)(?P<names>[^，。；以]{2,40}?罪)(?:，)?(?:分别)?(?:判处|改判)")
_UPHELD = re.compile(r"(?:驳回[^。；]{0,30}?(?:上诉|抗诉)|维持)[^。；]{0,60}?(?:原判|判决|定罪)")
_NOT_GUILTY = re.compile(r"无罪|不负刑事责任|终止审理")
_BELOW = re.compile(r"(?:原判|原审|一审|法院)[^。；]{0,80}?(?:判决|判处|认为)|作出[^。；]{0,60}?判决")


def _items(result: str) -> list[str]:
    starts = [match.start() for match in _ITEM.finditer(result)]
    if not starts:
        return [result]
    bounds = [0, *starts, len(result)]
    return [part for first, last in pairwise(bounds) if (part := result[first:last].strip())]


def _convictions(item: str) -> list[str]:
    """The convictions of one item of the result; an item that sets aside convicts of nothing."""
    words = _ITEM.sub("", item, count=1)
    if _SET_ASIDE.match(words):
        # 撤销…的量刑部分 leaves the conviction named in it, and another item gives the new sentence.
        following = re.search(r"[。；] ?(?=(?:上诉人|原审|被告))", words)
        return _convictions(words[following.end() :]) if following else []
    return charges_sentenced(words) or [
        charge for match in _CONVICTED_OF.finditer(words) for charge in split_charges(match["names"])
    ]


def _convicted_below(document: Document) -> list[str]:
    """The conviction that the lower court is reported to have pronounced (for an appeal that upholds it)."""
    text = document.uniform[document.procedure.start : document.result.start if document.result else None]
    for match in _BELOW.finditer(text):
        found = charges_committed(text[match.start() : match.end() + 300])
        found += [
            charge
            for word in _CONVICTED_OF.finditer(text, match.start(), match.end() + 300)
            for charge in split_charges(word["names"])
        ]
        if found:
            return list(dict.fromkeys(found))
    return charges_committed(document.procedure.of(document.uniform))


def charges_convicted(document: Document) -> list[str] | None:
    """The charges of the result part, each once; None when the document has no result part."""
    if document.result is None:
        return None
    result = document.result.of(document.uniform)
    notice = _NOTICE.search(result)
    result = result[: notice.start()] if notice else result
    found = [charge for item in _items(result) for charge in _convictions(item)]
    if found or _NOT_GUILTY.search(result):
        return list(dict.fromkeys(found))
    return _convicted_below(document) if _UPHELD.search(result) else []
