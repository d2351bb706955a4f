"""Columns of the facts that no source needs to tell: the platform finds them from the others."""

import ibis
import ibis.expr.types as ir

from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.work.situation.facts.table import TYPES

MOST_COURTS = 50_000  # no nation has as many: it tells the engine which side of a join is small
PLACES = ("province_id", "city_id")


def with_places(rows: ir.Table) -> ir.Table:
    """Province and prefecture of the court, and the optional columns of the facts; missing where the source does not tell them."""
    absent = {
        name: ibis.null(TYPES[column.kind])
        for name, column in fact_columns().items()
        if (name in PLACES or column.optional) and name not in rows.columns
    }
    return rows.mutate(**absent) if absent else rows


def with_prior_court(rows: ir.Table, owners: tuple[str, ...] = ("court_id",)) -> ir.Table:
    """For each of `owners` a column prior_<name>: that of the case whose decision the row is about, found among the rows.

    A prior_court_id that the source tells is kept.
    """
    prior = rows.filter(rows.case_id.notnull()).select(
        id_of_prior=rows.case_id, **{f"found_{name}": rows[name] for name in owners}
    )
    joined = rows.left_join(prior, rows.prior_case_id == prior.id_of_prior)
    told = {f"prior_{name}": joined[f"found_{name}"] for name in owners}
    if "prior_court_id" in rows.columns and "prior_court_id" in told:
        told["prior_court_id"] = ibis.coalesce(joined["prior_court_id"], told["prior_court_id"])
    return joined.mutate(**told).drop("id_of_prior", *(f"found_{name}" for name in owners))


def with_prior_attributes(rows: ir.Table, whole: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """For each of `names` a column prior_<name> of the court in prior_court_id: there are few courts, and no look for the case is needed."""
    told = {f"prior_{name}": whole[name].max() for name in names if name != "court_id"}
    if not told:
        return rows
    courts = (
        whole.filter(whole.court_id.notnull())
        .group_by(id_of_court=whole.court_id)
        .agg(**told)
        .limit(MOST_COURTS)
    )
    return rows.left_join(courts, rows.prior_court_id == courts.id_of_court).drop("id_of_court")
