"""An analyst's override keeps both values, the reason, the role and the expiry, after which it is over."""

import pytest

from analysis.definitions.errors import InputError
from analysis.definitions.targets import Target
from analysis.documents.overrides import overridden, read_overrides
from analysis.judgements.judge import put_in_place
from made_up_figures import a_count, a_report, figure, judged_of

LINE = """overrides:
  - {ref: THEFT, status: uncertain, reason: a backlog is recorded, role: crime analyst, expires: "2012-12-31"}
"""


@pytest.fixture
def judged():
    half, last = figure("cumulative", "2012-13 Q1-Q2", 200), figure("outturn", "2011-12", 260, row=4)
    return judged_of(a_count(), half, last, target=Target(None, 240, "no more than"))


def read(tmp_path, text):
    path = tmp_path / "overrides.yaml"
    path.write_text(text, encoding="utf-8")
    return read_overrides(path, (a_count(),), a_report())


def test_no_file_is_no_override(tmp_path):
    assert read_overrides(tmp_path / "overrides.yaml", (), a_report()) == ()


def test_both_values_reason_role_and_expiry_are_kept(tmp_path, judged):
    line = overridden(judged.key, judged.status_year_end, read(tmp_path, LINE), a_report())
    changed = put_in_place(judged, line)
    assert (changed.status_year_end, changed.overridden.by_rule) == ("uncertain", "off track")
    said = changed.reason("status_year_end")
    for word in ("crime analyst", "2012-12-31", "a backlog is recorded", "by the rule it is off track"):
        assert word in said


def test_after_its_last_day_it_is_passed_over_and_noted(tmp_path, judged):
    late = a_report(as_at="2013-01-15")
    line = overridden(judged.key, judged.status_year_end, read(tmp_path, LINE), late)
    changed = put_in_place(judged, line)
    assert changed.status_year_end == "off track"
    assert "no longer used" in changed.reason("status_year_end")


def test_it_holds_on_its_last_day_and_for_its_own_series_only(tmp_path, judged):
    lines = read(tmp_path, LINE)
    assert overridden(judged.key, "off track", lines, a_report(as_at="2012-12-31")).used
    assert overridden(("THEFT", "cars", judged.area), "off track", lines, a_report()) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("THEFT", "THEFTS", "not a defined indicator"),
        ("uncertain", "amber", "status"),
        ("2012-12-31", "next year", "expires"),
        ("role: crime analyst, ", "", "role"),
    ],
)
def test_a_wrong_line_is_refused_by_name(tmp_path, old, new, words):
    with pytest.raises(InputError, match=words):
        read(tmp_path, LINE.replace(old, new))


def test_one_series_is_overridden_once(tmp_path):
    twice = LINE + LINE.partition("\n")[2]
    with pytest.raises(InputError, match="overridden twice"):
        read(tmp_path, twice)


def test_an_area_left_empty_is_the_reports_own_and_no_other(tmp_path, judged):
    lines = read(tmp_path, LINE)
    assert overridden(judged.key, "off track", lines, a_report()).used
    assert overridden(("THEFT", "all", "East Town"), "off track", lines, a_report()) is None


def test_the_own_area_named_and_left_empty_is_one_series_twice(tmp_path):
    second = LINE.splitlines()[1].replace("status:", "area: Made-up Place, status:")
    with pytest.raises(InputError, match="THEFT all Made-up Place is overridden twice"):
        read(tmp_path, f"{LINE}{second}\n")


def test_in_a_report_over_many_areas_a_line_names_its_own(tmp_path):
    path = tmp_path / "overrides.yaml"
    path.write_text(LINE, encoding="utf-8")
    with pytest.raises(InputError, match=r"names no area, and the report has many"):
        read_overrides(path, (a_count(),), a_report(area="", areas="list.csv"))
    path.write_text(LINE.replace("status:", "area: Other Place, status:"), encoding="utf-8")
    (line,) = read_overrides(path, (a_count(),), a_report(area="", areas="list.csv"), ("Other Place",))
    assert line.area == "Other Place"


def test_an_area_that_the_report_does_not_judge_is_refused(tmp_path):
    """Else a slip of the pen would silently leave the rule's status in place."""
    with pytest.raises(InputError, match=r"'Made-up Plaice' is not an area of this report"):
        read(tmp_path, LINE.replace("status:", "area: Made-up Plaice, status:"))
    (line,) = read(tmp_path, LINE.replace("status:", "area: West Town, status:"))
    assert line.area == "West Town"
