"""What the tests of the area Data share: a storage of their own for the contents of files."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def own_storage(settings: Any, tmp_path: Path) -> None:
    """Contents of files go to a folder of this test."""
    kept = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = settings.STORAGES | {"documents": kept}
    settings.INTAKE_PROCESSES = 1
