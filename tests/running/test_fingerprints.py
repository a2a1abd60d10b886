"""A report that stands published from the same inputs is known by one hash; anything else is not."""

import json
import tomllib

import pytest
import yaml

from analysis.definitions import params
from analysis.extracts import deliveries
from analysis.running import fingerprints
from analysis.running.outputs.report_folder import Publication, with_record
from project import ROOT

FILES = ("index.html", "sections/a.html", "fragments/a.html", "tables/a.csv", "notebooks/a.ipynb")


@pytest.fixture
def publication(tmp_path):
    """A published report of one section."""
    found = Publication(tmp_path / "outputs", "one")
    files = {name: name.encode() for name in FILES}
    for name, content in with_record(files, {"inputs_sha256": "x", "exit_status": 0}).items():
        path = found.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return found


def test_a_report_that_stands_as_made_is_known(publication):
    assert fingerprints.unchanged(publication, "x")
    assert not fingerprints.unchanged(publication, "y")


@pytest.mark.parametrize("name", [*FILES, "run.json"])
def test_a_file_that_was_altered_or_lost_is_made_again(publication, name):
    path = publication.target / name
    path.write_text(path.read_text() + " ")
    assert fingerprints.unchanged(publication, "x") == (name == "run.json")
    path.unlink()
    assert not fingerprints.unchanged(publication, "x")


@pytest.mark.parametrize("name", ["extra.html", "tables/.hidden", "more/deep/a.csv"])
def test_a_file_that_no_run_made_is_not_left_there(publication, name):
    (publication.target / name).parent.mkdir(parents=True, exist_ok=True)
    (publication.target / name).write_text("<script>")
    assert not fingerprints.unchanged(publication, "x")


@pytest.mark.parametrize("name", ["tables/a.csv", "tables", "linked"])
def test_a_link_is_not_followed(publication, tmp_path, name):
    path = publication.target / name
    elsewhere = tmp_path / "elsewhere"
    if path.exists():
        path.rename(elsewhere)
    else:
        elsewhere.mkdir()
    path.symlink_to(elsewhere)
    assert not fingerprints.unchanged(publication, "x")


def test_a_report_that_is_itself_a_link_is_not_ours(publication, tmp_path):
    publication.target.rename(tmp_path / "elsewhere")
    publication.target.symlink_to(tmp_path / "elsewhere")
    assert not fingerprints.unchanged(publication, "x")


def test_a_record_from_before_files_were_recorded_is_made_again(publication):
    path = publication.target / "run.json"
    record = json.loads(path.read_text())
    del record["files"]
    path.write_text(json.dumps(record))
    assert not fingerprints.unchanged(publication, "x")


READ = [
    "data/halton/2012-13-q2/scs_midyear.csv",
    "data/halton/2012-13-q2/deliveries.yaml",
    "data/halton/2012-13-q2/overrides.yaml",
    "data/halton/2012-13-q2/commentary/SH1.md",
    "data/register/halton/0001-halton-2012-13-q1.json",
    "params/indicators/halton/SH1.yaml",
    "params/targets/halton/2012-13.yaml",
    "params/regions/north-west.yaml",
    "notebooks/scorecard.ipynb",
]
NOT_READ = [
    "params/other.yaml",
    "params/targets/halton/2013-14.yaml",
    "params/indicators/other/SH1.yaml",
    "params/regions/elsewhere.yaml",
    "params/areas/others.csv",
    "data/other/2012-13-q2/a.csv",
    "data/halton/2012-13-q3/deliveries.yaml",
    "data/halton/2012-13-q2/.scs.csv.part",
    "data/register/other/0001-other.json",
    "notebooks/.ipynb_checkpoints/scorecard-checkpoint.ipynb",
]


@pytest.mark.parametrize("name", READ + NOT_READ)
def test_only_a_file_that_the_report_reads_changes_the_hash(project_copy, name):
    before = _fresh(project_copy)
    path = project_copy / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b" ")
    after = _fresh(project_copy)
    assert (after != before) == (name in READ)
    path.unlink()
    assert (_fresh(project_copy) != after) == (name in READ)


def test_what_the_hash_covers_is_what_the_folders_name():
    """A new kind of file that reports read wants a line above; what is below is no such file."""
    named = {name for name in vars(params.Folders) if name[0] != "_"} - {"root", "outputs", "shared"}
    named -= {"all_regions"}  # only asked what a region that is refused may have meant
    assert named == {
        "notebooks", "regions", "areas", "overrides", "register", "deliveries", "indicators", "targets",
    }  # fmt: skip


def test_the_list_of_areas_and_public_data_count_where_the_report_reads_them(
    project_copy, tmp_path, monkeypatch
):
    shared = tmp_path / "shared"
    (shared / "data").mkdir(parents=True)
    monkeypatch.setenv("OUTTURN_SHARED", str(shared))
    given = yaml.safe_load((project_copy / "params/north-west-health.yaml").read_text())
    hashes = [_fresh(project_copy, given)]
    for path in (
        project_copy / "params/areas" / given["areas"],
        shared / "data/north_west_public_health.parquet",
        shared / "data/north_west_population.csv",
    ):
        path.write_bytes(b"another")
        hashes.append(_fresh(project_copy, given))
    assert len(set(hashes)) == 4
    (shared / "data/london_crime_monthly.parquet").write_bytes(b"read by no report of ours")
    assert _fresh(project_copy, given) == hashes[-1]


def test_a_record_that_cannot_be_read_is_left_to_its_reader(project_copy, monkeypatch):
    monkeypatch.setenv("OUTTURN_SHARED", "data")
    record = project_copy / "data/halton/2012-13-q2" / deliveries.RECORD
    for text in (
        "deliveries: [shared",
        "shared",
        "deliveries: {shared: 1}",
        "deliveries: [shared, {folder: shared}]",
    ):
        record.write_text(text)
        assert _fresh(project_copy)


def test_what_changed_meanwhile_is_named(project_copy):
    given = _given(project_copy)
    fingerprints.look_again()
    before = fingerprints.sources(project_copy, given)
    assert fingerprints.changed_since(before, project_copy, given) == ()
    (project_copy / "data/halton/2012-13-q2/scs_midyear.csv").write_text("another")
    (project_copy / "notebooks/new.ipynb").write_text("{}")
    fingerprints.look_again()
    names = fingerprints.changed_since(before, project_copy, given)
    assert names == ("data/halton/2012-13-q2/scs_midyear.csv", "notebooks/new.ipynb")
    assert "scs_midyear.csv, notebooks/new.ipynb changed while x was being made" in str(
        fingerprints.stale("x", names)
    )


def test_every_library_that_shapes_a_page_is_recorded():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {text.partition(">")[0].lower() for text in project["dependencies"]}
    assert needed - set(fingerprints.LIBRARIES) == {"tqdm"}  # it draws the bar in the terminal
    assert all(fingerprints.versions().values())


def _given(root):
    return yaml.safe_load((root / "params/halton-2012-13-q2.yaml").read_text())


def _fresh(root, given=None):
    fingerprints.look_again()
    return fingerprints.fingerprint(root, given or _given(root))
