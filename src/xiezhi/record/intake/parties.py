"""Parties as rows name them, role by role."""

import re
from typing import Any

_ORGANISATION = re.compile(
    r"公司|厂$|局$|厅$|部$|处$|院$|所$|站$|社$|会$|店$|行$|中心|集团|企业|银行|委员会|政府|学校|大学|检察院|协会|合作社|\b(?:Ltd|Inc|S\.?[Aap]|LLC|Ltda|GmbH|S\.?r\.?l|Co)\b\.?"
)


def parties_of(values: dict[str, Any]) -> list[dict[str, Any]]:
    """The parties that the fields party.<role> name, numbered in their order."""
    parties: list[dict[str, Any]] = []
    for field, names in values.items():
        if field.startswith("party."):
            role = field.removeprefix("party.")
            for name in names:
                parties.append(
                    {"no": len(parties) + 1, "role": role, "kind": kind_of_party(name), "name": name}
                )
    return parties


def kind_of_party(name: str) -> str:
    """organisation by the words of its name, else person."""
    return "organisation" if _ORGANISATION.search(name) else "person"
