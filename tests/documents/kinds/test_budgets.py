"""Revenue budgets: sums at every level, what cannot be read, and the outturn by profile."""

import pytest

from analysis.definitions.errors import InputError
from analysis.documents.kinds.budgets import Budget
from analysis.documents.printed import DIFFERENCE, SUM
from document_files import BUDGET_HEAD, SMALL_BUDGET, small_budget


def test_every_level_is_checked_lines_to_totals_and_totals_to_the_net():
    checks = small_budget().checks
    assert sum(check.kind == SUM for check in checks) == 12
    assert sum(check.kind == DIFFERENCE for check in checks) == 6
    assert small_budget().breaks == ()


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        (
            "Total Expenditure,140",
            "Total Expenditure,141",
            ["Total Expenditure, annual budget", "Net Total, annual budget"],
        ),
        ("Net Total,120,40,33,7", "Net Total,120,40,33,8", ["Net Total, variance to date"] * 2),
        (
            "Staff,100,50,45,5",
            "Staff,100,50,45,6",
            ["Total Expenditure, variance to date", "Staff, variance to date"],
        ),
    ],
)
def test_every_break_is_named(old, new, broken):
    assert sorted(check.what for check in small_budget(SMALL_BUDGET.replace(old, new)).breaks) == sorted(
        broken
    )


def test_one_illegible_cell_is_worked_out_and_marked():
    fees = small_budget(SMALL_BUDGET.replace("Fees,-20,-10,-12,2", "Fees,-20,,-12,2")).lines[3]
    assert (fees.to_date.value, fees.to_date.is_worked_out, fees.actual.is_worked_out) == (-10, True, False)


def test_the_outturn_by_profile_and_its_reasons():
    staff, rent, *_ = small_budget().lines
    assert staff.forecast == pytest.approx(100 * 45 / 50) and staff.why_no_forecast == ""
    assert rent.forecast is None and "no budget falls due so far" in rent.why_no_forecast
    assert staff.adjustment is None and staff.adjusted is None


def test_an_analysts_adjustment_stands_beside_the_profile_with_reason_and_role():
    lines = [line + ",,," for line in SMALL_BUDGET.splitlines()[1:]]
    lines[0] = lines[0].removesuffix(",,,") + ",12,two posts are filled in October,finance manager"
    text = "\n".join([f"{BUDGET_HEAD},adjustment,adjustment_reason,adjustment_by", *lines])
    staff = small_budget(text).lines[0]
    assert (staff.forecast, staff.adjusted, staff.adjustment_by) == (90, 102, "finance manager")
    with pytest.raises(InputError, match="column adjustment_reason: the cell is empty"):
        small_budget(text.replace("two posts are filled in October", ""))


def test_a_block_without_a_total_and_bad_cells_are_refused_together():
    with pytest.raises(InputError) as refused:
        small_budget(SMALL_BUDGET.replace("Total Income", "All").replace("Staff,100", "Staff,hundred"))
    assert "'hundred' is not a number" in str(refused.value)
    assert "does not end with its one total" in str(refused.value)


def test_haltons_budget_adds_up_everywhere_and_two_cells_stay_illegible(halton):
    (budget,) = halton.contents(Budget)
    assert len(budget.departments) == 3 and len(budget.checks) == 133 and budget.breaks == ()
    assert [(t.column, t.value) for t in budget.together] == [
        ("budget_to_date", -301),
        ("actual_to_date", -302),
    ]
    illegible = [f for line in budget.lines for f in line.figures if f.value is None]
    assert len(illegible) == 4 and {f.why_none for f in illegible} == {"illegible in the source"}
    nets = [line.variance.value for line in budget.lines if line.name == "Net Departmental Total"]
    assert nets == [123, -127, 87]
