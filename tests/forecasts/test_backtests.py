"""Back-tests: origins, scores by hand, coverage of forecasts known to be right, tables and errors."""

import sys

import numpy as np
import pandas as pd
import pytest

from analysis.definitions.errors import InputError
from analysis.forecasts import backtests
from analysis.forecasts.backtests import (
    History,
    backtest,
    calibration,
    history,
    origins,
    quarterly,
    record,
    score,
    summary,
)
from analysis.forecasts.engine.outturns import LawOutturns
from analysis.forecasts.methods import Panel
from project import TESTS
from shared_data import shared_folder


def frame(years: int = 6, series: int = 3, monthly: bool = False, seed: int = 2) -> pd.DataFrame:
    """A made-up history from April 2012, by month or quarter."""
    draw, rows = np.random.default_rng(seed), []
    for i in range(series):
        for step in range(years * (12 if monthly else 4)):
            month = 3 + step * (1 if monthly else 3)
            when = f"{2012 + month // 12}-{month % 12 + 1:02d}" if monthly else None
            label = when or f"{2012 + month // 12}-Q{month % 12 // 3 + 1}"
            rows.append(
                {"area": "Here", "indicator": f"offence {i}", "period": label, "value": draw.poisson(30)}
            )
    return pd.DataFrame(rows)


def test_a_history_is_cut_to_whole_financial_years():
    past = history(frame())
    assert past.values.shape == (3, 6, 4)
    assert past.first_year == 2012
    extra = pd.DataFrame([{"area": "Here", "indicator": "offence 0", "period": "2012-Q1", "value": 99}])
    more = history(pd.concat([frame(), extra]))
    assert more.values.shape == (3, 6, 4)
    np.testing.assert_array_equal(more.values, past.values)


def test_months_add_up_to_quarters():
    months = history(frame(monthly=True))
    assert months.values.shape == (3, 6, 12)
    quarters = quarterly(months)
    assert quarters.values[1, 2, 1] == months.values[1, 2, 3:6].sum()
    np.testing.assert_array_equal(quarters.outturns, months.outturns)


def test_origins_stand_where_they_should():
    past = history(frame())
    at = origins(past, 3, 2)
    assert len(at.outturn) == 3 * 3
    assert sorted(set(at.year)) == [2015, 2016, 2017]
    row = int(np.flatnonzero((at.series == 1) & (at.year == 2016))[0])
    np.testing.assert_array_equal(at.panel.values[row], past.values[1].ravel()[4:18])
    assert at.outturn[row] == past.values[1, 4].sum()
    assert at.last[row] == past.values[1, 3].sum()
    assert at.change[row] == pytest.approx(np.abs(np.diff(past.outturns[1])).mean())
    assert len(origins(past, 3, 2, first_year=2017).outturn) == 3


def test_small_and_holed_series_do_not_count():
    past = history(frame())
    values = past.values.copy()
    values[0] = 1
    values[0, 0] = 2
    values[1, 4, 2] = np.nan
    at = origins(History(past.ids, "count", 2012, values), 3, 1)
    assert 0 not in at.series
    assert set(at.year[at.series == 1]) == {2015}


def test_scores_by_hand():
    panel = Panel(np.full((2, 6), 10.0), 4, 2, "count", None, ("a", "b"))
    ones = np.ones((2, 1))
    law = LawOutturns(("a", "b"), True, "plain", 0 * ones, ones, 40 * ones, 2 * ones)
    at = backtests.Origins(
        panel, *(np.array(x, float) for x in ([40, 50], [40, 40], [5, 10])), *np.zeros((2, 2))
    )
    scores = score(law, at)
    np.testing.assert_allclose(scores.error, [0, 1])
    np.testing.assert_allclose(scores.relative, [0, 0.2])
    assert scores.inside80.tolist() == [True, False]
    assert scores.inside95.tolist() == [True, False]
    assert scores.met.tolist() == [[False, True, True], [False, False, False]]
    told = summary(scores, scores)
    assert (told["n"], told["scaled_error"], told["ratio_to_pro_rata"], told["mape"]) == (2, 0.5, 1.0, 10.0)
    assert told["brier"] == pytest.approx(((scores.chance - scores.met) ** 2).mean())
    assert sum(n for _, _, n in calibration(scores)) == 6


def test_forecasts_known_to_be_right_are_scored_as_right():
    """Outturns drawn from the very distribution: coverage 80 and 95, calibration error near 0."""
    panel = Panel(np.full((4000, 6), 100.0), 4, 2, "rate", None, tuple(map(str, range(4000))))
    ones = np.ones((4000, 1))
    law = LawOutturns(panel.ids, False, "log", 200 * ones, ones, np.log(200) * ones, 0.1 * ones)
    outturn = law.draws(1, 3)[:, 0]
    at = backtests.Origins(panel, outturn, np.full(4000, 402.0), np.full(4000, 9.0), *np.zeros((2, 4000)))
    told = summary(score(law, at), score(law, at))
    assert told["coverage80"] == pytest.approx(0.8, abs=0.02)
    assert told["coverage95"] == pytest.approx(0.95, abs=0.01)
    assert told["calibration_error"] < 0.02


def test_the_ratio_interval_holds_the_ratio():
    at = origins(history(frame(series=12)), 3, 2)
    ours, theirs = (
        score(backtests.METHODS[name](at.panel), at) for name in ("structural_average", "pro_rata")
    )
    low, high = backtests.ratio_interval(ours, theirs, at.series)
    assert low < ours.error.mean() / theirs.error.mean() < high
    assert backtests.ratio_interval(ours, ours, at.series) == (1.0, 1.0)


def test_a_users_history_gives_a_table_and_tells_how_far_it_is():
    steps = []
    table = backtest(history(frame(monthly=True)), progress=lambda done, of: steps.append((done, of)))
    assert list(table.method.unique()) == [
        "structural_average",
        "pro_rata",
        "last_year_share",
        "last_outturn",
    ]
    assert set(table.k) == {1, 2, 3}
    assert (table[table.method == "pro_rata"].ratio_to_pro_rata == 1).all()
    assert steps == [(i, 12) for i in range(1, 13)]


def test_the_record_says_what_was_said_and_what_came():
    past = history(frame())
    told = record(past, years_before=3)
    row = told.forecasts.iloc[0]
    assert (row.id, row.year, row.quarters) == ("Here | offence 0", "2015-16", 1)
    assert row.outturn == past.values[0, 3].sum()
    assert row.low95 <= row.low80 <= row.expected <= row.high80 <= row.high95
    assert [quarter.n for quarter in told.by_quarter] == [9, 9, 9]
    held = told.forecasts.eval("low80 <= outturn <= high80").groupby(told.forecasts.quarters).sum()
    assert [quarter.inside80 for quarter in told.by_quarter] == held.tolist()
    assert sum(point.n for point in told.calibration) == 3 * 27


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: f.drop(columns="value"), "no column value"),
        (lambda f: pd.concat([f, f.head(1)]), "is in the history twice"),
        (lambda f: f[f.period < "2013-Q1"], "no whole|has 0 whole"),
        (lambda f: f.assign(value=0), "no series"),
        (lambda f: f.assign(period=f.period.where(f.index > 0, "2012-13")), "months in one history"),
        (lambda f: f.head(0), "empty"),
    ],
)
def test_what_cannot_be_tested_is_said(change, words):
    with pytest.raises(InputError, match=words):
        backtest(history(change(frame())))


BOUNDS = [
    ("london", (0.85, 0.86, 0.88), (0.77, 0.83), (0.93, 0.97)),
    ("certificates", (0.90, 0.94, 0.95), (0.75, 0.90), (0.92, 0.99)),
    ("police", (0.80, 0.73, 0.66), (0.75, 0.90), (0.92, 0.99)),
    ("casualties", (0.70, 0.85, 0.90), (0.78, 1.0), (0.92, 1.0)),
    ("health_checks", (0.91, 0.89, 0.97), (0.78, 1.0), (0.92, 1.0)),
    ("health_percentages", (0.91, 0.88, 0.97), (0.78, 1.0), (0.92, 1.0)),
    ("london_shares", (0.74, 0.88, 0.99), (0.78, 1.0), (0.92, 1.0)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "ratios", "cover80", "cover95"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_on_real_data_forecasts_stay_as_good_as_they_were(name, ratios, cover80, cover95, monkeypatch):
    """Ratio to pro rata and coverage at k = 1, 2, 3, on the sources and origins of the accuracy benchmark."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("the shared data is not there")
    monkeypatch.setattr(sys, "path", [str(TESTS / "benchmarks"), *sys.path])
    import sources

    source = sources.SOURCES[name]
    past = source.read(folder / "data")
    for quarters, ratio in zip((1, 2, 3), ratios, strict=True):
        at = origins(past, source.years_before, quarters, source.first_year)
        ours, base = (score(backtests.METHODS[m](at.panel), at) for m in ("structural_average", "pro_rata"))
        told = summary(ours, base)
        assert told["ratio_to_pro_rata"] <= ratio
        assert cover80[0] <= told["coverage80"] <= cover80[1]
        assert cover95[0] <= told["coverage95"] <= cover95[1]
        assert name != "london" or told["calibration_error"] <= 0.03
