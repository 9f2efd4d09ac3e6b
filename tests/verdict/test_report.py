"""The report: complete, self-contained, the same each time, and honest about what it lacks."""

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pytest

from shortdeck.catalog.numbers import numbers
from shortdeck.errors import InputError
from shortdeck.flight.conditions import Conditions
from shortdeck.safety.breakdown import Chance
from shortdeck.safety.flight_risk import FlightRisk
from shortdeck.verdict.at_sea import AtSea, Share
from shortdeck.verdict.parts import recover_part
from shortdeck.verdict.report import Answer, answers_of, html_of, sections_of, write_report
from shortdeck.verdict.report_parts import Table
from tests.report_material import AIRCRAFT, ASSESSMENT, SHIP, bare


@pytest.fixture(scope="module")
def text(material):
    return html_of(material)


@pytest.fixture(scope="module")
def parts(material):
    return {section.name: section for section in sections_of(material)}


def test_same_material_same_bytes(material, text, tmp_path):
    assert write_report(material, tmp_path / "a.html").read_text(encoding="utf-8") == text


def test_it_asks_nothing_of_a_network(text):
    assert not re.search(r'(?:src|href|xlink:href)="(?!#|data:)', text)
    assert "@import" not in text
    assert "<script" not in text


def test_ids_are_unique_and_references_resolve(text):
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    wanted = set(re.findall(r'href="#([^"]+)"', text)) | set(re.findall(r"url\(#([^)]+)\)", text))
    assert wanted <= set(ids)


def test_every_figure_has_words_and_data(parts):
    figures = [figure for section in parts.values() for figure in section.figures]
    assert {"paths-launch", "paths-recovery", "motion", "parking-hangar", "deck-cycle"} == {
        figure.name for figure in figures
    }
    for figure in figures:
        assert 'role="img"' in figure.svg
        assert len(figure.words) > 40
        assert figure.tables
        assert all(table.rows for table in figure.tables)


def test_trajectories_are_those_of_the_flights(material, parts):
    launch = parts["flights"].figures[0].tables[1]
    flight = next(f for f in material.flights if f.task == "launch")
    history = flight.history
    rows = [row for row in launch.rows if row[0] == "launch 1"]
    at = np.interp([row[1] for row in rows], history["time"].values, history["main_x"].values)
    assert [row[2] for row in rows] == pytest.approx(at, abs=0.5)


def test_a_plan_lists_every_aircraft_that_it_draws(material, parts):
    section = parts["parking"]
    (plan,) = material.parking.places
    assert len(section.figures[0].tables[0].rows) == plan.in_turn.count()
    assert section.tables[0].rows[0][2] == plan.in_turn.count()


def test_every_number_of_both_files_is_listed_with_its_confidence():
    section = sections_of(bare())[-1]
    for table, file in zip(section.tables, (AIRCRAFT, SHIP), strict=True):
        listed = {row[0]: row for row in table.rows}
        for path, quantity in numbers(file):
            key = path.removeprefix("model.")
            key = key if key in listed else re.sub(r"\[\d+\]\.[xy]$", "", key)  # a corner of an outline
            assert listed[key][3] == quantity.confidence, path
            assert listed[key][4]


def test_what_is_missing_is_named():
    sections = {section.name: section for section in sections_of(bare())}
    for name in ("envelopes", "flights", "motion", "parking", "sorties", "operability"):
        assert sections[name].missing, name
        assert sections[name].missing in html_of(bare())
    assert not sections["lines"].missing


def test_a_rare_risk_is_told_with_its_interval():
    chances = {
        "any": Chance("any", 2e-6, 1e-6, 4e-6, "subset simulation"),
        "lost": Chance("lost", 1e-6, 3e-7, 3e-6, "subset simulation"),
    }
    found = FlightRisk(
        "recovery", "bayraktar-tb3", "izumo", Conditions(mass=1250.0), 0, 0.95, 40, {"waves": 40}, 90_000,
        chances, {}, (), None, False,
    )  # fmt: skip
    sections = {s.name: s for s in sections_of(replace(bare(), risks={"recover": found}))}
    (table,) = sections["risk"].tables
    assert [row[2:5] for row in table.rows] == [(2e-6, 1e-6, 4e-6), (1e-6, 3e-7, 3e-6)]
    assert "2.0e-06 of attempts (1.0e-06 to 4.0e-06), 90000 flights" in sections["risk"].says[0]
    assert any("model" in note for note in sections["risk"].notes)
    part = recover_part(
        [AtSea("recovery", 4, 3.0, 1250.0, *2 * (Share(1.0, 0.99, 1.0, 9, 9),), {})], None, found
    )
    assert "a mishap in 2.0e-06 (1.0e-06 to 4.0e-06) of attempts" in part.sentence


def test_no_answer_at_one_end_is_measured_first():
    section = next(s for s in sections_of(bare()) if s.name == "ranking")
    assert section.tables[0].rows[0][2] == "gear.brake"
    assert section.tables[0].rows[1][7] == pytest.approx(2.0 * 3600 / 1852)


def test_answers_and_sentence_come_first():
    text = html_of(bare())
    assert text.index(ASSESSMENT.sentence) < text.index("<nav")
    found = {answer.name: answer for answer in answers_of(ASSESSMENT)}
    assert (found["launch"].kind, found["recover"].kind) == ("yes", "no")
    assert "does not stop" in found["recover"].says
    assert Answer(name="x", kind="open", says="").word == "Open."


def test_csv_holds_what_the_table_shows():
    table = Table(
        name="a", caption="b", columns=("what", "how much"), rows=(("a, \u201cb\u201d", 1.25), ("c", None))
    )
    rows = list(csv.reader(io.StringIO(table.csv())))
    assert rows == [["what", "how much"], ["a, \u201cb\u201d", "1.25"], ["c", ""]]
    assert (table.numeric(0), table.numeric(1)) == (False, True)
    assert [table.text(v) for v in (-0.5, 12345.678, None, 0.00012, True)] == [
        "\u22120.5", "12346", "", "0.00012", "yes",
    ]  # fmt: skip


def test_text_of_files_is_escaped():
    from dataclasses import replace

    hostile = AIRCRAFT.model_copy(update={"title": "<script>alert(1)</script>"})
    assert "<script>alert" not in html_of(replace(bare(), aircraft=hostile))


def test_the_command_seed_and_version_are_told(material, text):
    from shortdeck import __version__

    assert material.command in text
    assert f"shortdeck {__version__}" in text
    assert "<dt>seed</dt><dd>3</dd>" in text


def test_a_report_is_html(tmp_path):
    with pytest.raises(InputError, match=r"ends in \.html"):
        write_report(bare(), tmp_path / "report.pdf")
