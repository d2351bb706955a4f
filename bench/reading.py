"""How fast judgments are read: documents a second on one core, over the invented ones, beside the plain cost of scanning them once.

Goal: 300 documents a second. The peer is one pass of a compiled pattern over the same text, which no reader can beat.
"""

import re
import statistics
import time
from collections.abc import Callable

from xiezhi.demo.judgments import invented_judgments
from xiezhi.rules.text import read_judgment

GOAL = 300
ROUNDS = 7
PADDING = 4  # the invented documents are short: facts are repeated so that they are as long as real ones, about 2,500 characters


def documents() -> list[str]:
    """The invented judgments, their findings of fact repeated."""
    texts = []
    for document in invented_judgments():
        before, mark, after = document["text"].partition("经审理查明")
        sentence, end, rest = after.partition("\n")
        texts.append(before + mark + sentence * (PADDING * 8 if mark else 1) + end + rest)
    return texts


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Documents a second, the median of the rounds."""
    rates = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for text in texts * 10:
            work(text)
        rates.append(10 * len(texts) / (time.perf_counter() - began))
    return statistics.median(rates)


def main() -> None:
    texts = documents()
    mean = sum(map(len, texts)) / len(texts)
    sentence = re.compile(r"[^。；！？]+[。；！？]?")
    read = rate(read_judgment, texts)
    scanned = rate(sentence.findall, texts)
    print(f"reading      {read:10,.0f} documents/s   goal {GOAL:,} /s   {mean:,.0f} characters each")
    print(
        f"one scan     {scanned:10,.0f} documents/s   (limit: cutting into sentences once)   ratio {scanned / read:.0f}"
    )


if __name__ == "__main__":
    main()
