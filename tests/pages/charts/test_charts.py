"""Charts: what is drawn is what the model says, with real text, no clashing labels and the same bytes."""

import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.pages import charts
from analysis.pages.chart_models import Line
from analysis.pages.charts import labels
from analysis.pages.tables import RangePicture
from small_charts import PICTURE, PLACES, YEAR

END_LABELS = ("label-expected", "label-last-year", "label-target")


def svgs(text: str) -> list:
    return list(ElementTree.fromstring(f"<both>{text}</both>"))


def points(svg, meaning: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", shape_of(svg, meaning))]


def shape_of(svg, meaning: str) -> str:
    return next(part.get("d") for part in svg.iter("path") if part.get("class") == meaning)


def value_at(svg, y: float) -> float:
    """The number on the axis at a height, from two of its grid lines and their labels."""
    rules = [
        float(re.search(r"M[\d.]+ ([\d.]+)", p.get("d"))[1])
        for p in svg.iter("path")
        if p.get("class") == "rule"
    ]
    ticks = [t.text for t in svg.iter("text") if t.get("text-anchor") == "end" and not t.get("class")]
    numbers = [float(text.replace(",", "").rstrip("%")) for text in ticks]
    (y0, v0), (y1, v1) = (rules[0], numbers[0]), (rules[-1], numbers[-1])
    return v0 + (y - y0) / (y1 - y0) * (v1 - v0)


@pytest.mark.parametrize(
    ("meaning", "end"), [("this-year", 3710), ("last-year", 7434), ("expected", 7250), ("target", 8065)]
)
def test_lines_end_where_the_model_says(meaning, end):
    for svg in svgs(charts.drawings(YEAR, "x")):
        assert value_at(svg, points(svg, meaning)[-1][1]) == pytest.approx(end, abs=25)


def test_the_range_reaches_from_low_to_high():
    for svg in svgs(charts.drawings(YEAR, "x")):
        ends = [value_at(svg, y) for _, y in points(svg, "range-end")]
        assert ends == [pytest.approx(6930, abs=25), pytest.approx(7590, abs=25)]


def test_text_is_text_and_says_the_same_as_the_model():
    for svg in svgs(charts.drawings(YEAR, "x")):
        words = " ".join(part.text for part in svg.iter("text"))
        for wanted in (
            "3,710 so far",
            "expected 7,250",
            "last year 7,434",
            "target 8,065 or fewer",
            "incidents",
        ):
            assert wanted in words


def test_a_chart_is_an_image_named_by_the_model():
    for svg in svgs(charts.drawings(YEAR, "indicators-sh1")):
        assert svg.get("role") == "img"
        ids = svg.get("aria-labelledby").split()
        assert {part.get("id"): part.text for part in svg if part.get("id")} == dict(
            zip(ids, (YEAR.title, YEAR.alt), strict=True)
        )


def test_hostile_names_are_text():
    bad = "<script>alert(1)</script>$x^2$ & \"'"
    text = charts.drawings(replace(YEAR, title=bad, alt=bad, to_date_label=bad), "x")
    assert "<script" not in text
    assert any(part.text == bad for svg in svgs(text) for part in svg.iter("text"))


@given(
    st.lists(st.floats(-50, 500), min_size=1, max_size=6).flatmap(
        lambda wished: st.tuples(
            st.just(wished),
            st.lists(st.sampled_from([16.0, 32.0]), min_size=len(wished), max_size=len(wished)),
        )
    )
)
def test_labels_never_overlap_and_stay_inside(given_labels):
    wished, heights = given_labels
    places = labels.spread(wished, heights, 0, 400)
    boxes = sorted((place - high / 2, place + high / 2) for place, high in zip(places, heights, strict=True))
    assert boxes[0][0] >= -0.5 and boxes[-1][1] <= 400.5
    assert all(below[1] <= above[0] + 0.5 for below, above in pairwise(boxes))


@settings(max_examples=10, deadline=None)
@given(st.floats(0, 1e5), st.floats(0, 1e5), st.floats(0, 1e5))
def test_end_labels_of_any_year_stay_apart(expected, last, goal):
    lines = (
        Line("last year", "last year", ((0, 0), (4, last))),
        Line("expected", "expected", ((2, 0), (4, expected))),
        Line("this year", "", ((0, 0), (2, 0))),
    )
    chart = replace(YEAR, lines=lines, band=(), target=(None, goal), target_label="target", trajectory=())
    for svg in svgs(charts.drawings(chart, "x")):
        ys = sorted(float(t.get("y")) for t in svg.iter("text") if (t.get("class") or "") in END_LABELS)
        assert all(b - a >= 12 for a, b in pairwise(ys))


def test_the_same_bytes_on_every_run():
    code = (
        "import sys; sys.path.insert(0, 'tests'); import small_charts as t; from analysis.pages import charts;"
        "print(charts.drawings(t.YEAR, 'a') + charts.drawings(t.PLACES, 'b') + charts.picture(t.PICTURE))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "HOME": "/nowhere", "MPLCONFIGDIR": "/tmp"},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }  # fmt: skip
    assert len(runs) == 1 and "<svg" in runs.pop()


def test_ids_differ_between_charts_of_a_page():
    both = charts.drawings(YEAR, "a") + charts.drawings(YEAR, "b")
    ids = re.findall(r'id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 8


def test_a_chart_is_light_and_holds_no_boilerplate():
    for chart in (YEAR, PLACES):
        text = charts.drawings(chart, "x")
        assert len(text.encode()) < 12_000
        assert not re.search(r"metadata|matplotlib|<style|clip-path|DejaVu|<use", text)


def test_interval_rows_stand_at_their_values():
    wide = svgs(charts.drawings(PLACES, "x"))[0]
    reference = points(wide, "reference")[0][0]
    low, high = points(wide, "own-range")
    scale = (reference - low[0]) / (14.9 - 9.55)
    assert high[0] == pytest.approx(reference + (14.9 - 14.9) * scale, abs=0.3)


def test_a_picture_places_all_figures_on_one_scale():
    svg = ElementTree.fromstring(charts.picture(PICTURE))
    bar = re.search(r"M([\d.]+) 11H([\d.]+)", shape_of(svg, "bar"))
    goal = float(re.search(r"M([\d.]+)", shape_of(svg, "goal"))[1])
    dot = float(svg.find("circle").get("cx"))
    low, high = float(bar[1]), float(bar[2])
    assert low < dot < high < goal
    assert (dot - low) / (goal - low) == pytest.approx((7250 - 6930) / (8065 - 6930), abs=0.01)
    assert svg.get("aria-label") == PICTURE.alt and len(charts.picture(PICTURE)) < 600
    good = re.search(r"M([\d.]+) 20H([\d.]+)", shape_of(svg, "good"))
    assert (float(good[1]), float(good[2])) == (0, goal)  # lower is better: the good side lies left


def test_a_picture_of_one_value_and_no_target_is_drawn():
    assert "goal" not in charts.picture(RangePicture(5, 5, 5, None, None, "5 expected"))
