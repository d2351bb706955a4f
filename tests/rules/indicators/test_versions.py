"""A report names the version of each definition it used: so a rule that has changed is another version."""

from pathlib import Path

from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.digests import digests_of

PINNED = Path(__file__).with_name("versions.txt")


def test_no_rule_changes_without_a_new_version():
    """versions.txt: indicator, version, digest of its rule."""
    now = [f"{one.id} {one.version} {digests_of(one).rule}" for one in indicators().values()]
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    changed = "\n".join(sorted(set(now) - set(pinned)))
    assert now == pinned, (
        f"where one of these has counted otherwise in a release, give it a higher `version` in the data; then write them to {PINNED.name}:\n{changed}"
    )
