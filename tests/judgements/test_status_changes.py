"""What a status moved by is split into four parts that add up; what moved nothing is listed all the same."""

import math

import pytest

from analysis.definitions.params import Folders, read_params
from analysis.judgements import statuses
from analysis.judgements.assessments import assess
from analysis.judgements.status_changes import PARTS, since_last
from published_quarters import Q1, Q2, cut_off, registered, restate, retarget


def since(root, report=Q2):
    return since_last(assess(read_params(root / "params" / f"{report}.yaml"), Folders(root)))


@pytest.fixture
def published(made_up_root):
    """The made-up place with its first quarter in the register."""
    registered(made_up_root, Q1)
    return made_up_root


def causes(found) -> dict[str, tuple[str, ...]]:
    return {c.judged.indicator.ref: c.causes for c in found.statuses if c.at_year_end and c.causes}


def _differ(one, two) -> bool:
    """Beyond the 1e-9 that series forecast side by side may change each other by."""
    same_chance = one.chance == two.chance or math.isclose(one.chance, two.chance, rel_tol=1e-9)
    return one.status != two.status or not same_chance


def test_nothing_published_before_is_nothing_to_compare_with(made_up_root):
    assert since(made_up_root) is None


def test_the_same_quarter_again_has_no_change(published):
    found = since(published, Q1)
    assert (found.changed, found.arrived, found.restated, found.targets, found.rules) == ((), 0, (), (), ())


def test_a_quarter_that_only_went_on_has_data_arrived_alone(published):
    found = since(published)
    assert found.arrived > 0 and not (found.restated or found.targets or found.rules)
    assert set(causes(found).values()) == {("data arrived",)}


@pytest.mark.parametrize(
    ("change", "part", "ref"),
    [
        (restate, "history restated", "BURGLARY"),
        (retarget, "target changed", "ASB"),
        (cut_off, "rule changed", "REOFFENDING"),
    ],
)
def test_each_change_is_told_from_the_others(published, change, part, ref):
    before = since(published)
    change(published)
    found = since(published)
    listed = {
        "history restated": found.restated,
        "target changed": found.targets,
        "rule changed": found.rules,
    }
    assert {name: len(some) for name, some in listed.items()} == {name: int(name == part) for name in listed}
    place = PARTS.index(part)
    for one, two in zip(before.statuses, found.statuses, strict=True):
        moved = _differ(one.steps[-1], two.steps[-1])
        assert one.steps[:place] == two.steps[:place]
        assert not moved or two.judged.indicator.ref == ref


def test_all_three_at_once_stand_apart_and_add_up(published):
    for change in (restate, retarget, cut_off):
        change(published)
    found = since(published)
    assert causes(found)["ASB"][-1] == "target changed"
    assert causes(found)["REOFFENDING"] == ("rule changed",)
    burglary = next(c for c in found.statuses if c.judged.indicator.ref == "BURGLARY" and c.at_year_end)
    assert burglary.causes == ("data arrived",) and burglary.parts[1] < -0.01  # restated, but no status moved
    (restated,) = found.restated
    assert (restated.now.ref, restated.now.value - restated.before.value) == ("BURGLARY", 25)
    (target,) = found.targets
    assert "change percent −5" in target.before and "change percent −15" in target.now
    (rule,) = found.rules
    assert (rule.ref, rule.what, rule.before, rule.now) == ("REOFFENDING", "on track from", "none", "0.55")
    for change in found.statuses:
        if change.parts[0] is not None:
            moved = change.steps[-1].chance - change.published.chance
            assert math.isclose(math.fsum(change.parts), moved, abs_tol=1e-12)


def test_a_rule_of_the_whole_report_is_a_rule(published):
    path = published / "params" / f"{Q2}.yaml"
    path.write_text(path.read_text().replace("on_track_from: 0.8", "on_track_from: 0.6"))
    found = since(published)
    assert [(rule.ref, rule.what, rule.before, rule.now) for rule in found.rules] == [
        ("", "on track from", "0.8", "0.6")
    ]
    assert causes(found)["REOFFENDING"] == ("rule changed",)


def test_a_program_that_judges_the_past_otherwise_counts_as_a_rule(published, monkeypatch):
    monkeypatch.setattr(statuses, "status_at_year_end", lambda chance, on_track, off_track: "off track")
    found = since(published)
    asb = next(c for c in found.statuses if c.judged.indicator.ref == "ASB" and c.at_year_end)
    assert "rule changed" in asb.causes and asb.again.status != asb.published.status


def test_a_figure_that_is_suppressed_now_is_not_told_among_the_restated(published):
    restate(published, lambda _: "[c]")
    assert since(published).restated == ()
