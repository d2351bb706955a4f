"""An installation of its own for the hard tests: tables, rights, the cast and one case that all writers share. Prints court and case."""

import django

django.setup()

from tests.cast import docketed, found_province  # noqa: E402
from xiezhi.project.database import migrate  # noqa: E402

if __name__ == "__main__":
    migrate()
    river = found_province().river
    print(river.court.id, docketed(river).case)
