"""The docket and the case page over HTTP, one web process, one request at a time: median and 95th percentile per page."""

import http.client
import re
import statistics
import subprocess
import sys
import time
from urllib.parse import urlencode

from measuring import heading, row
from measuring.installation import CASES, installation

PORT = 8765
REQUESTS = 60
GOAL = 100.0  # ms at the 95th percentile
VIEWERS = ("clerk", "judge", "division-head", "president", "provincial-management")


class Visitor:
    """Somebody signed in, with a connection that is kept."""

    def __init__(self, username: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)
        self.cookies: dict[str, str] = {}
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sign-in"))
        assert token is not None
        form = {"username": username, "password": password, "csrfmiddlewaretoken": token[1]}
        self.get("/sign-in", form)

    def get(self, path: str, form: dict[str, str] | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is None:
            self.connection.request("GET", path, headers=headers)
        else:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{PORT}/sign-in",
            }
            self.connection.request("POST", path, urlencode(form), headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        assert answer.status in (200, 302), f"{path}: {answer.status}"
        return page

    def timed(self, path: str) -> list[float]:
        """Milliseconds of each request, in order."""
        times = []
        for _ in range(REQUESTS):
            began = time.perf_counter()
            self.get(path)
            times.append(1000 * (time.perf_counter() - began))
        return sorted(times)


def measure(visitor: Visitor, name: str, path: str) -> None:
    visitor.get(path)
    times = visitor.timed(path)
    late = times[int(0.95 * len(times))]
    row(f"{name}, median", statistics.median(times), "ms")
    row(f"{name}, 95th percentile", late, "ms", f"goal ≤ {GOAL:.0f} ms", "" if late <= GOAL else "MISSED")


def main() -> None:
    from xiezhi.demo.load import PASSWORD

    heading(f"Pages at {CASES:,} cases, one process, {REQUESTS} requests each")
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
            page = visitor.get("/docket")
            measure(visitor, f"docket of {username}", "/docket")
            case = re.search(r'href="(/cases/[0-9a-f-]{36})', page)
            if case:
                measure(visitor, f"case page of {username}", case[1])
        for name, query in (
            ("sorted by filing day", "sort=filed"),
            ("all cases, sorted by number", "view=all&sort=number"),
            ("hidden overruns", "view=hidden"),
        ):
            measure(visitor, f"province: {name}", f"/docket?{query}")
        for name, query in (
            ("a party's name", "公司"),
            ("a rare name", "欧阳明"),
            ("part of a number", "民初4117"),
        ):
            measure(visitor, f"province: search for {name}", "/search?" + urlencode({"q": query}))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    with installation():
        main()
