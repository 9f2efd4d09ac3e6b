"""MCAP: every topic with its schema, times from nought, frames that agree with the flight."""

import json

import numpy as np
import pytest

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.viewer import poses
from shortdeck.viewer.record import record_of
from shortdeck.viewer.scene import sea_surface
from shortdeck.viewer.to_mcap import world, write_mcap

pytest.importorskip("mcap")


@pytest.fixture(scope="module")
def written(take_off, tmp_path_factory):
    record = record_of(take_off)
    aircraft, ship = load_aircraft(take_off.aircraft), load_ship(take_off.ship)
    waves = sea_surface(record, ship)[0]
    folder = tmp_path_factory.mktemp("mcap")
    for name in ("one", "two"):
        write_mcap(folder / f"{name}.mcap", record, aircraft, ship, waves)
    return record, ship, folder


def messages(path, topic):
    from mcap.reader import make_reader
    from mcap_protobuf.decoder import DecoderFactory

    with path.open("rb") as file:
        reader = make_reader(file, decoder_factories=[DecoderFactory()])
        for schema, _, message, decoded in reader.iter_decoded_messages(topics=[topic]):
            yield schema.name, message.log_time, decoded


def test_same_bytes_each_time(written):
    _, _, folder = written
    assert (folder / "one.mcap").read_bytes() == (folder / "two.mcap").read_bytes()


def test_frames_are_those_of_the_flight(written):
    record, ship, folder = written
    found = list(messages(folder / "one.mcap", "/tf"))
    assert {name for name, _, _ in found} == {"foxglove.FrameTransforms"}
    assert found[0][1] == 0
    air = poses.aircraft_track(record)
    deck = poses.deck_track(record, ship, height=ship.model.deck.height.value)
    k = len(found) // 2
    _, stamp, message = found[k]
    by_child = {one.child_frame_id: one for one in message.transforms}
    assert stamp == round(1e9 * record.time[2 * k])
    for child, track in (("aircraft", air), ("ship", deck)):
        place = by_child[child].translation
        assert [place.x, place.y, place.z] == pytest.approx(world(track.place[2 * k]))
    # Of the ship's quaternion the rotation about z up is her yaw to port.
    rotation = by_child["ship"].rotation
    assert rotation.z * 2.0 == pytest.approx(-record.channels["ship_yaw"][2 * k], abs=1e-4)
    assert {"flap left", "aileron right", "propeller"} <= set(by_child)


def test_events_and_shapes(written):
    record, _, folder = written
    events = [(stamp, message.message) for _, stamp, message in messages(folder / "one.mcap", "/events")]
    assert events == [(round(1e9 * when), what) for when, what in record.events()]
    ((name, _, scene),) = messages(folder / "one.mcap", "/scene")
    assert name == "foxglove.SceneUpdate"
    assert {entity.frame_id for entity in scene.entities} >= {"world", "ship", "aircraft", "flap left"}
    sea = list(messages(folder / "one.mcap", "/sea"))
    points = np.frombuffer(sea[3][2].data, dtype="<f4").reshape(-1, 3)
    assert 0.2 < points[:, 2].std() < 1.2  # Hs of 1.88 m has 0.47 m


def test_instruments_are_json(written):
    from mcap.reader import make_reader

    record, _, folder = written
    with (folder / "one.mcap").open("rb") as file:
        rows = [json.loads(m.data) for _, _, m in make_reader(file).iter_messages(topics=["/flight"])]
    assert rows[5]["airspeed"] == pytest.approx(record.channels["airspeed"][10])
