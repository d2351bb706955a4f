"""A command that is told to end leaves the old output as it was and no half-written file beside it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CASE = json.dumps({"id": "A", "procedure": "civil.first.ordinary", "anchor_date": "2024-03-15"}) + "\n"
SECONDS = 20


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_command_told_to_end_leaves_nothing_half_written(number: signal.Signals, tmp_path: Path) -> None:
    output = tmp_path / "answers.jsonl"
    output.write_text("the old answers\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("xiezhi")), "deadlines", "compute", "-", "-o", str(output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdin is not None
        running.stdin.write(CASE.encode())
        running.stdin.flush()
        waited_until = time.monotonic() + SECONDS
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < waited_until:
            time.sleep(0.05)
        assert len(list(tmp_path.iterdir())) == 2  # the old answers and the file being written
        running.send_signal(number)
        running.stdin.close()
        assert running.wait(SECONDS) == 128 + number
    assert [path.name for path in tmp_path.iterdir()] == ["answers.jsonl"]
    assert output.read_text(encoding="utf-8") == "the old answers\n"
