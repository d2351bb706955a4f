"""Verification: the record checking itself inside the database, and the separate program over an export."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import heading, row
from measuring.installation import HOME, installation

GOAL = 300_000.0


def main() -> None:
    from django.conf import settings
    from django.utils import timezone

    from xiezhi.record import log_export, verification
    from xiezhi.record.signing import public_keys

    heading("Verification")
    began = time.perf_counter()
    chain = verification.verify_chain("events")
    took = time.perf_counter() - began
    assert not chain.faults
    row("hashes and chains, inside PostgreSQL", chain.checked / took, "events/s", f"goal ≥ {GOAL:,.0f}")
    began = time.perf_counter()
    verification.verify_seals("events", keys=public_keys(settings.KEYS), witness=settings.WITNESS)
    row("seals: the tree built again", chain.checked / (time.perf_counter() - began), "events/s")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "log"
        log_export.export(target, keys=settings.KEYS, at=timezone.now())
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, HOME / "verifier" / "xiezhi_verify.py", target], capture_output=True, check=False
        )
        took = time.perf_counter() - began
        assert done.returncode == 0, done.stdout.decode()[-500:]
        row("the separate program over an export", chain.checked / took, "events/s")


if __name__ == "__main__":
    with installation():
        main()
