import pytest
from pydantic_core import PydanticCustomError

from shortdeck.catalog.quantity import Range, read_polygon, read_quantity
from shortdeck.catalog.units import KINDS

LENGTH, NUMBER = KINDS["length"], KINDS["number"]


def messages(call) -> list[tuple[str, str]]:
    with pytest.raises(PydanticCustomError) as caught:
        call()
    return caught.value.context["faults"]


def test_a_short_text_is_enough_for_users():
    span = read_quantity("46 ft", LENGTH, catalogue=False)
    assert span.value == pytest.approx(14.0208)
    assert (span.unit, span.text, span.kind, span.si_unit) == ("ft", "46 ft", "length", "m")
    assert (span.confidence, span.plus_minus, span.source) == ("given", None, None)


def test_a_catalogue_number_keeps_its_evidence():
    raw = {
        "value": "1450 kg",
        "plus_minus": "5 %",
        "source": "https://example.org/a",
        "confidence": "press",
        "note": "the older figure",
        "alternatives": [{"value": "1600 kg", "source": "https://example.org/b", "note": "newer"}],
    }
    mass = read_quantity(raw, KINDS["mass"], catalogue=True)
    assert mass.plus_minus == pytest.approx(72.5)
    assert mass.alternatives[0].value == 1600.0
    assert mass.alternatives[0].note == "newer"


def test_a_number_has_no_arithmetic_of_its_own():
    span = read_quantity("14 m", LENGTH, catalogue=False)
    for operation in (lambda: span + span, lambda: 2 * span, lambda: float(span), lambda: span < span):
        with pytest.raises(TypeError):
            operation()


@pytest.mark.parametrize(
    ("raw", "path", "message"),
    [
        ("14 m", "", "gives value, source or basis, and confidence"),
        ({"value": "14 m"}, "confidence", "must be one of published, press, derived, estimate, got None"),
        ({"value": "14 m", "confidence": "given"}, "confidence", "must be one of"),
        ({"value": "14 m", "confidence": "press"}, "source", "names its source"),
        ({"value": "14 m", "confidence": "published", "basis": "b"}, "source", "names its source"),
        ({"value": "14 m", "confidence": "derived", "source": "s"}, "basis", "says from what, and how"),
        ({"value": "14 m", "confidence": "estimate", "basis": "b"}, "plus_minus", "how wrong it may be"),
    ],
)
def test_a_catalogue_number_must_say_where_it_comes_from(raw, path, message):
    faults = dict(messages(lambda: read_quantity(raw, LENGTH, catalogue=True)))
    assert message in faults[path]
    if raw != {"value": "14 m", "confidence": "given"} and raw != "14 m":
        read_quantity(raw, LENGTH, catalogue=False)


def test_all_faults_of_a_number_come_at_once():
    raw = {
        "value": "14 kg",
        "plus_minus": "1 s",
        "sorce": "x",
        "confidence": "sure",
        "alternatives": [{"valu": 3}],
    }
    faults = dict(messages(lambda: read_quantity(raw, LENGTH, catalogue=False)))
    assert set(faults) == {
        "value",
        "plus_minus",
        "sorce",
        "confidence",
        "alternatives[0].valu",
        "alternatives[0].value",
    }
    assert "did you mean 'source'?" in faults["sorce"]


@pytest.mark.parametrize("raw", [None, [1, 2], True, float("nan"), "nan", 14])
def test_what_is_no_length_is_refused(raw):
    ((path, message),) = messages(lambda: read_quantity(raw, LENGTH, catalogue=False))
    assert path == ""
    assert "expected a length such as '14 m'" in message


@pytest.mark.parametrize("raw", [0, -2.5, "0.3", "1e-3", "20 1/rad"])
def test_plain_numbers_need_no_unit(raw):
    assert read_quantity(raw, NUMBER, catalogue=False).value == float(str(raw).split()[0])


def test_an_outline_is_read_in_its_unit_and_opened():
    raw = {"points": [[0, -10], [100, -10], ["50 m", 10], [0, -10]], "unit": "ft", "plus_minus": 10}
    outline = read_polygon(raw, catalogue=False)
    assert len(outline.points) == 3
    assert outline.points[1] == pytest.approx((30.48, -3.048))
    assert outline.points[2] == pytest.approx((50.0, 3.048))
    assert outline.plus_minus == pytest.approx(3.048)


def test_faults_of_an_outline():
    raw = {"points": [[0, 1], [2], ["3 kg", 1]], "plus_minus": "5 %", "cornerz": 1}
    faults = dict(messages(lambda: read_polygon(raw, catalogue=False)))
    assert set(faults) == {"points[1]", "points[2]", "unit", "plus_minus", "cornerz"}
    ((_, message),) = messages(lambda: read_polygon([[0, 1]], catalogue=False))
    assert "expected an outline such as" in message
    assert (
        "at least three"
        in dict(messages(lambda: read_polygon({"points": [], "unit": "m"}, catalogue=False)))["points"]
    )


def test_a_range_in_words():
    angle = read_quantity("31 deg", KINDS["angle"], catalogue=False)
    limit = Range(least=0.0, below=0.5235987755982988)
    assert limit.fault(angle) == "must be at least 0 and below 30 deg, got '31 deg'"
    assert limit.fault(read_quantity("29 deg", KINDS["angle"], catalogue=False)) is None
