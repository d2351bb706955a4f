"""The long work of the situation, as jobs. Wired in project/wiring.py."""

from xiezhi.record.jobs import Run
from xiezhi.work.situation import computed, durations, forecasting, indicator_limits

MAKERS: dict[str, computed.Maker] = {
    durations.TIMES: durations.times,
    forecasting.FORECAST: forecasting.forecast,
    indicator_limits.LIMITS: indicator_limits.limits,
}


def compute(run: Run) -> None:
    """Job "situation.compute"."""
    computed.compute(run, MAKERS)


HANDLERS = {computed.KIND: compute}
