"""`outturn backtest` prints how each method would have done, or why nothing can be said."""

from argparse import Namespace

import pandas as pd
import pytest

from analysis.commands.backtest import backtest
from analysis.definitions.errors import InputError
from project import ROOT


def test_every_method_stands_in_the_table_at_every_quarter(made_up_root, monkeypatch, capsys):
    monkeypatch.chdir(made_up_root)
    path, csv = made_up_root / "params" / "made-up-place-2023-24-q2.yaml", made_up_root / "record.csv"
    assert backtest(Namespace(params=path, csv=csv)) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("Count:", "Rate:", "Percentage:", "structural_average", "pro_rata"))
    table = pd.read_csv(csv)
    assert set(table.k) == {1, 2, 3} and set(table.kind) == {"count", "rate", "percentage"}
    assert (table[table.method == "pro_rata"].ratio_to_pro_rata == 1).all()


def test_too_short_a_history_is_refused_in_words(monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(InputError, match="whole past years"):
        backtest(Namespace(params=ROOT / "params" / "halton-2012-13-q2.yaml", csv=None))
