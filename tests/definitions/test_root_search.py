"""The project is the nearest folder that holds params and notebooks."""

from analysis.definitions import root_search


def test_the_nearest_project_from_a_folder_upwards(tmp_path):
    for project in ("outer", "outer/deep/inner"):
        for folder in ("params", "notebooks"):
            (tmp_path / project / folder).mkdir(parents=True)
    assert root_search.nearest(tmp_path / "outer/deep/inner/params") == tmp_path / "outer/deep/inner"
    assert root_search.nearest(tmp_path / "outer/deep") == tmp_path / "outer"
    (tmp_path / "bare/params").mkdir(parents=True)
    assert root_search.nearest(tmp_path / "bare/params") is None
