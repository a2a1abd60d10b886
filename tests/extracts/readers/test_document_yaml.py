"""Plans and costings as YAML: names with values, or a refusal with its row."""

import pytest

from analysis.definitions.errors import InputError
from analysis.extracts.readers import document_yaml


def test_it_hands_on_what_was_typed(tmp_path):
    (tmp_path / "plan.yaml").write_text("baseline: {rate_percent: 8.7}\n", "utf-8")
    assert document_yaml.read(tmp_path / "plan.yaml") == {"baseline": {"rate_percent": 8.7}}


def test_a_broken_file_is_refused_with_its_row(tmp_path):
    (tmp_path / "plan.yaml").write_text("a: 1\nb: [1,\n", "utf-8")
    with pytest.raises(InputError, match=r"plan.yaml, row 3: it is not readable as YAML"):
        document_yaml.read(tmp_path / "plan.yaml")
