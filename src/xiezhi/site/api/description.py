"""The description of the interface as a file, for programs that are made from it: docs/openapi.json, which a test compares.

After a change: DJANGO_SETTINGS_MODULE=xiezhi.project.settings python -m xiezhi.site.api.description docs
"""

import json
import sys
from pathlib import Path

NAME = "openapi.json"


def description() -> str:
    """OpenAPI 3.1 as JSON, the same in every run."""
    from xiezhi.site.api.addresses import api

    return (
        json.dumps(
            api.get_openapi_schema(path_prefix="/api/"),
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
            default=str,
        )
        + "\n"
    )


def main(folder: Path) -> None:
    import django

    django.setup()
    (folder / NAME).write_text(description(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
