"""The search box over HTTP, one web process, one request at a time: a word a viewer, the 95th percentile beside the goal.

Also how much room the words that find cases take.
"""

import subprocess
import sys
import time
from urllib.parse import urlencode

from measuring import heading, row
from measuring.installation import CASES, installation, settle
from pages import PORT, REQUESTS, Visitor, measure

VIEWERS = ("clerk", "president", "provincial-management")
WORDS = (
    ("part of a number", "民初4117"),
    ("a serial number", "4117"),
    ("a frequent name", "公司"),
    ("a rare name", "欧阳明"),
    ("a cause", "买卖合同"),
    ("words in another order", "交通事故纠纷"),
    ("name and cause together", "王小明交通事故"),
    ("a name in letters", "wangxiaoming"),
    ("first letters", "wxm"),
    ("the beginning of many names", "wang"),
    ("nothing", "无此人名"),
)


def room() -> None:
    """What the words take, a case."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT avg(pg_column_size(search)) FROM record_case TABLESAMPLE SYSTEM (1)")
        row("words in the row", float(cursor.fetchone()[0] or 0), "bytes a case")
        cursor.execute("SELECT pg_relation_size('case_search') / 1e6, count(*) FROM record_case")
        row("index of words", float(cursor.fetchone()[0]), "MB")


def main() -> None:
    from xiezhi.demo.load import PASSWORD

    heading(f"Search at {CASES:,} cases, one process, {REQUESTS} requests each")
    room()
    settle()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--workers", "1",
            "--blocking-threads", "1", "--log-level", "warning", "xiezhi.project.wsgi:application",
        ]
    )  # fmt: skip
    try:
        time.sleep(5)
        for username in VIEWERS:
            visitor = Visitor(username, PASSWORD)
            for name, words in WORDS:
                measure(visitor, f"{username}: {name}", "/search?" + urlencode({"q": words}))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    with installation():
        main()
