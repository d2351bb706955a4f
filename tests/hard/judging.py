"""What is left after the crashes, as JSON: acknowledged events that are missing, cases that do not add up, broken chains, gaps in numbers.

Run as a process of its own: `judging.py FOLDER`.
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from xiezhi.record.models import Case, Event  # noqa: E402
from xiezhi.record.rebuild import check  # noqa: E402
from xiezhi.record.verification import verify_chain, verify_payloads  # noqa: E402
from xiezhi.rules.case_number import parse_case_number  # noqa: E402
from xiezhi.work.deadlines.models import Deadline  # noqa: E402


def acknowledged(folder: Path) -> set[tuple[str, int]]:
    """What the writers were told; a last line cut off by the kill was not told to the end."""
    events = set()
    for path in folder.glob("acknowledged-*"):
        for line in path.read_text().rpartition("\n")[0].splitlines():
            case, seq = line.split()
            events.add((case, int(seq)))
    return events


def verdict(folder: Path) -> dict[str, object]:
    told = acknowledged(folder)
    there = {(str(case), seq) for case, seq in Event.objects.values_list("case_id", "seq")}
    serials = sorted(
        parse_case_number(number).serial for number in Case.objects.filter(number__startswith="（2019）").values_list("number", flat=True)
    )  # fmt: skip
    compared = check()
    return {
        "acknowledged": len(told),
        "events": len(there),
        "missing": sorted(told - there)[:5],
        "differences": [str(one) for one in compared.differences[:5]],
        "faults": [fault.en for found in (verify_chain(), verify_payloads()) for fault in found.faults],
        "gaps": [serial for serial in range(1, len(serials) + 1) if serial not in set(serials)],
        "doubles": len(serials) - len(set(serials)),
        "without_deadline": Case.objects.exclude(
            pk__in=Deadline.objects.filter(superseded_at=None).values("case")
        ).count(),
    }


if __name__ == "__main__":
    print(json.dumps(verdict(Path(sys.argv[1])), ensure_ascii=False))
