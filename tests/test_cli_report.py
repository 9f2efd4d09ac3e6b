"""The option --report of the command assess, as a user meets it."""

import json

import pytest

from shortdeck import cli
from tests.report_material import ASSESSMENT, bare


@pytest.fixture
def run(run, monkeypatch):
    """Run the command with an assessment at hand: exit status, standard output, standard error."""
    monkeypatch.setattr("shortdeck.verdict.assess.assess", lambda *_, **__: ASSESSMENT)
    monkeypatch.setattr("shortdeck.verdict.report_gather.gather", lambda *_, **__: bare())
    return run


def test_a_page_beside_the_table(run, tmp_path):
    page = tmp_path / "deep" / "report.html"
    code, out, _ = run("assess", "bayraktar-tb3", "izumo", "--report", str(page))
    assert code == 0
    assert out.splitlines()[-1] == str(page)
    assert ASSESSMENT.sentence in page.read_text(encoding="utf-8")


def test_json_names_the_file(run, tmp_path):
    page = tmp_path / "report.html"
    code, out, _ = run("assess", "bayraktar-tb3", "izumo", "--report", str(page), "--json")
    assert (code, json.loads(out)["files"]) == (0, [str(page)])
    code, out, _ = run("assess", "bayraktar-tb3", "izumo", "--json")
    assert "files" not in json.loads(out)


def test_a_wrong_name_is_refused_before_anything_is_flown(run, monkeypatch, tmp_path):
    monkeypatch.setattr("shortdeck.verdict.assess.assess", lambda *_, **__: pytest.fail("it was flown"))
    code, out, err = run("assess", "bayraktar-tb3", "izumo", "--report", str(tmp_path / "report.pdf"))
    assert (code, out) == (2, "")
    assert "ends in .html" in err


def test_replay_may_stand_alone_or_name_its_file():
    assert cli._spelled_out(["launch", "--replay", "a", "b"]) == ["launch", "--replay=", "a", "b"]
    assert cli._spelled_out(["launch", "a", "b", "--replay"]) == ["launch", "a", "b", "--replay="]
    assert cli._spelled_out(["--replay", "x.html", "--json"]) == ["--replay", "x.html", "--json"]
