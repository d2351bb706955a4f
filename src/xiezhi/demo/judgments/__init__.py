"""Invented judgments of invented courts (case numbers begin with the reserved character 示), for `judgments audit --demo`."""

from importlib.resources import files


def invented_judgments() -> list[dict[str, str]]:
    """Every invented judgment, in the order of the file names: `doc_id` and `text`."""
    texts = sorted(
        (file for file in files(__package__).iterdir() if file.name.endswith(".txt")),
        key=lambda file: file.name,
    )
    return [
        {"doc_id": file.name.removesuffix(".txt"), "text": file.read_text(encoding="utf-8")} for file in texts
    ]
