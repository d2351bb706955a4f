"""What a browser loads at the first visit, compressed: page, style sheet, scripts, mark."""

import brotli

from measuring import heading, row
from measuring.installation import HOME

GOAL = 150.0  # kilobytes, without charts


def main() -> None:
    heading("First load, compressed with brotli")
    total = 0.0
    for name in ("app.css", "app.js", "mark.svg"):
        size = len(brotli.compress((HOME / "var" / "assets" / name).read_bytes())) / 1000
        row(name, size, "kB")
        total += size
    row("together", total, "kB", f"goal ≤ {GOAL:.0f} kB")


if __name__ == "__main__":
    main()
