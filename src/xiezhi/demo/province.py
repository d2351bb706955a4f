"""The demonstration province from a seed: courts, officers and any number of cases up to a day, all invented.

`generate` draws the columns of all cases at once; `Province.cases` tells them batch by batch, wholly or one part of several,
always the same. Called by the command that loads the demonstration, and by measurements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xiezhi.demo.cases.docket import Docket, draw_docket
from xiezhi.demo.cases.teller import Teller
from xiezhi.demo.cases.time import Horizon
from xiezhi.demo.courts import PROVINCE, CourtTree, build_courts
from xiezhi.demo.model import Case, Court, CourtName, Division, Officer, Post, Room
from xiezhi.demo.officers import Staff, appoint


@dataclass(frozen=True, slots=True, eq=False)
class Province:
    """An invented province up to a day."""

    name: str
    seed: int
    today: date
    tree: CourtTree
    staff: Staff
    docket: Docket
    horizon: Horizon

    @property
    def courts(self) -> list[Court]:
        """Courts, superior ones first."""
        return [seat.court for seat in self.tree.seats]

    @property
    def court_names(self) -> list[CourtName]:
        return self.tree.names

    @property
    def divisions(self) -> list[Division]:
        return self.tree.divisions

    @property
    def rooms(self) -> list[Room]:
        return self.tree.rooms

    @property
    def officers(self) -> list[Officer]:
        return self.staff.officers

    @property
    def posts(self) -> list[Post]:
        return self.staff.posts

    def cases(self, part: int = 0, parts: int = 1) -> Iterator[list[Case]]:
        """The cases in batches; with `parts`, every so many-th batch from `part` on, for as many processes."""
        teller = Teller(self.seed, self.tree, self.staff, self.horizon, self.docket)
        return (teller.tell(batch) for batch in range(part, teller.batches, parts))


def generate(seed: int, cases: int, today: date) -> Province:
    """The province that a seed makes, with exactly so many cases filed up to `today`."""
    horizon = Horizon(today)
    tree = build_courts(seed, today)
    staff = appoint(seed, tree, cases / horizon.years_shown, horizon.first, today)
    return Province(PROVINCE, seed, today, tree, staff, draw_docket(seed, cases, tree, horizon), horizon)
