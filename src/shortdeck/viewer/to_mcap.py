"""A flight as MCAP with Foxglove's schemas, for Foxglove and Rerun.

Topics: ``/tf`` (frames of ship, aircraft and everything on it that turns), ``/scene`` (their shapes),
``/wind`` (at the aircraft), ``/sea`` (the waves around the ship, as points), ``/events``, and
``/flight`` (instruments, JSON, SI). Frame ``world``: x along the mean course, y to port, z up, from the mean
sea surface below the deck frame's origin, moving with the ship. Time is that of the flight, from 0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.vessel.pack import deck_height
from shortdeck.viewer import craft, poses, ship
from shortdeck.viewer.mesh import Mesh, Real
from shortdeck.viewer.record import Record
from shortdeck.viewer.scene import CHANNELS
from shortdeck.viewer.waves import Waves

EVERY = 2  # samples of the history between two messages
SEA_EVERY = 0.5  # s
SEA_SIZE, SEA_STEP = 400.0, 10.0  # m
COLOURS = {
    "body": "c9ced2",
    "wing": "b9c0c6",
    "control": "d99a3d",
    "dark": "20262b",
    "gear": "7b8389",
    "disc": "30383f",
    "deck": "5d666c",
    "ramp": "76808a",
    "hull": "8e99a1",
    "bottom": "7a3a32",
    "island": "a4aeb5",
}
_HINT = "MCAP needs an extra: python -m pip install 'shortdeck[mcap]'"


def world(vectors: Any) -> Real:
    """Drawn axes (forward, up, starboard) as forward, port, up."""
    v = np.asarray(vectors, dtype=float)
    return np.stack([v[..., 0], -v[..., 2], v[..., 1]], axis=-1)


class _Writer:
    """Messages of Foxglove's schemas, and JSON, into one file."""

    def __init__(self, path: Path) -> None:
        try:
            import foxglove_schemas_protobuf  # noqa: F401
            from mcap.writer import Writer
            from mcap_protobuf.schema import register_schema
        except ImportError:
            raise InputError(_HINT) from None
        self._register = register_schema
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("wb")
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror or error}") from error
        self._writer: Any = Writer(self._file)
        self._writer.start(profile="", library="shortdeck")
        self._channels: dict[str, int] = {}

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.finish()
        self._file.close()

    def message(self, topic: str, message: Any, time: float) -> None:
        """One protobuf message at a time of the flight, s."""
        if topic not in self._channels:
            schema = self._register(self._writer, type(message))
            self._channels[topic] = self._writer.register_channel(topic, "protobuf", schema)
        self._add(topic, message.SerializeToString(deterministic=True), time)

    def numbers(self, topic: str, values: dict[str, float], time: float) -> None:
        """One JSON message of numbers."""
        if topic not in self._channels:
            properties = {name: {"type": "number"} for name in values}
            text = json.dumps({"type": "object", "properties": properties})
            schema = self._writer.register_schema("shortdeck.Flight", "jsonschema", text.encode())
            self._channels[topic] = self._writer.register_channel(topic, "json", schema)
        self._add(topic, json.dumps(values).encode(), time)

    def _add(self, topic: str, data: bytes, time: float) -> None:
        stamp = nanoseconds(time)
        self._writer.add_message(self._channels[topic], log_time=stamp, data=data, publish_time=stamp)


def nanoseconds(time: float) -> int:
    """Seconds as whole nanoseconds."""
    return round(1e9 * time)


def write_mcap(
    path: Path, record: Record, aircraft: AircraftFile, vessel: ShipFile | AirfieldFile, waves: Waves
) -> None:
    """Write the flight with its sea. Raises InputError without the extra, or where nothing can be written."""
    with _Writer(path) as out:
        parts = craft.parts_of(aircraft)
        _shapes(out, record, parts, vessel)
        _frames(out, record, parts, deck_height(vessel.model), vessel)
        _sea(out, record, vessel, waves)
        for when, what in record.events():
            _event(out, when, what)


def _stamp(message: Any, time: float) -> None:
    message.FromNanoseconds(nanoseconds(time))


def _place(message: Any, values: Real) -> None:
    message.x, message.y, message.z = (float(v) for v in values)


def _turn(message: Any, attitude: Real) -> None:
    message.x, message.y, message.z = (float(v) for v in world(attitude[:3]))
    message.w = float(attitude[3])


def _frames(
    out: _Writer, record: Record, parts: list[craft.Part], height: float, vessel: ShipFile | AirfieldFile
) -> None:
    """Poses, wind and instruments over time."""
    from foxglove_schemas_protobuf.FrameTransforms_pb2 import FrameTransforms
    from foxglove_schemas_protobuf.PoseInFrame_pb2 import PoseInFrame

    air, deck = poses.aircraft_track(record), poses.deck_track(record, vessel, height=height)
    wind = world(poses.wind_at_aircraft(record))
    moving = [part for part in parts if part.moves is not None]
    names = [name for name in CHANNELS if name in record.channels]
    for k in range(0, len(record.time), EVERY):
        time = float(record.time[k])
        transforms = FrameTransforms()
        for child, track in (("ship", deck), ("aircraft", air)):
            _transform(transforms, time, "world", child, world(track.place[k]), track.attitude[k])
        for part in moving:
            _transform(transforms, time, "aircraft", part.name, *_hinge(part, record, k))
        out.message("/tf", transforms, time)
        arrow = PoseInFrame(frame_id="world")
        _stamp(arrow.timestamp, time)
        _place(arrow.pose.position, world(air.place[k]))
        _turn_along(arrow.pose.orientation, wind[k])
        out.message("/wind", arrow, time)
        values = {name: float(record.channels[name][k]) for name in names}
        out.numbers("/flight", values | {"wind": float(np.linalg.norm(wind[k]))}, time)


def _turn_along(message: Any, vector: Real) -> None:
    """The rotation that turns x along a vector."""
    yaw, pitch = np.arctan2(vector[1], vector[0]), -np.arctan2(vector[2], np.hypot(vector[0], vector[1]))
    cy, sy, cp, sp = np.cos(yaw / 2), np.sin(yaw / 2), np.cos(pitch / 2), np.sin(pitch / 2)
    message.x, message.y, message.z, message.w = (float(v) for v in (-sy * sp, cy * sp, sy * cp, cy * cp))


def _hinge(part: craft.Part, record: Record, k: int) -> tuple[Real, Real]:
    """Place and attitude of a part that turns about its pivot, in the aircraft's frame."""
    moves = part.moves
    assert moves is not None
    angle = moves.gain * record.channels[moves.channel][k]
    angle += moves.second_gain * record.channels[moves.second][k] if moves.second else 0.0
    axis = np.asarray(moves.axis) / np.linalg.norm(moves.axis)
    return world(moves.pivot), np.append(axis * np.sin(0.5 * angle), np.cos(0.5 * angle))


def _transform(message: Any, time: float, parent: str, child: str, place: Real, attitude: Real) -> None:
    one = message.transforms.add(parent_frame_id=parent, child_frame_id=child)
    _stamp(one.timestamp, time)
    _place(one.translation, place)
    _turn(one.rotation, attitude)


def _shapes(out: _Writer, record: Record, parts: list[craft.Part], vessel: ShipFile | AirfieldFile) -> None:
    """Ship and aircraft as triangles in their frames, and the path."""
    from foxglove_schemas_protobuf.SceneUpdate_pb2 import SceneUpdate

    start = float(record.time[0])
    update = SceneUpdate()
    for piece in ship.pieces_of(vessel, ramp=bool(record.attributes["ramp"]))[0]:
        _entity(update, start, piece.name, "ship", piece.mesh, piece.colour)
    for part in parts:
        if part.moves is None:
            _entity(update, start, part.name, "aircraft", part.mesh, part.colour)
        else:
            about = Mesh(part.mesh.vertices - np.asarray(part.moves.pivot), part.mesh.faces)
            _entity(update, start, part.name, part.name, about, part.colour)
    path = update.entities.add(id="path", frame_id="world")
    _stamp(path.timestamp, start)
    line = path.lines.add(thickness=2.0, scale_invariant=True)
    line.pose.orientation.w = 1.0
    _colour(line.color, "d22b2b")
    for point in world(poses.aircraft_track(record).place[::10]):
        _place(line.points.add(), point)
    out.message("/scene", update, start)


def _entity(update: Any, time: float, name: str, frame: str, mesh: Mesh, colour: str) -> None:
    entity = update.entities.add(id=f"{frame}: {name}", frame_id=frame, frame_locked=True)
    _stamp(entity.timestamp, time)
    triangles = entity.triangles.add()
    triangles.pose.orientation.w = 1.0
    _colour(triangles.color, COLOURS[colour], 0.25 if colour == "disc" else 1.0)
    for point in world(mesh.vertices):
        _place(triangles.points.add(), point)
    triangles.indices.extend(int(v) for v in mesh.faces.ravel())


def _colour(message: Any, text: str, alpha: float = 1.0) -> None:
    message.r, message.g, message.b = (int(text[k : k + 2], 16) / 255.0 for k in (0, 2, 4))
    message.a = alpha


def _sea(out: _Writer, record: Record, vessel: ShipFile | AirfieldFile, waves: Waves) -> None:
    """The surface around the ship's mean place, as points with their heights."""
    from foxglove_schemas_protobuf.PackedElementField_pb2 import PackedElementField
    from foxglove_schemas_protobuf.PointCloud_pb2 import PointCloud

    if not len(waves.omega):
        return
    centre = poses.ship_centre(vessel)[0]
    side = np.arange(-0.5 * SEA_SIZE, 0.5 * SEA_SIZE + 1e-9, SEA_STEP)
    x, y = (values.ravel() for values in np.meshgrid(side, side, indexing="ij"))
    for time in np.arange(record.time[0], record.time[-1], SEA_EVERY):
        cloud = PointCloud(frame_id="world", point_stride=12)
        cloud.pose.orientation.w = 1.0
        _stamp(cloud.timestamp, float(time))
        for k, name in enumerate("xyz"):
            cloud.fields.add(name=name, offset=4 * k, type=PackedElementField.FLOAT32)
        points = np.stack([x + centre, -y, waves.elevation(float(time), x, y)], axis=1)
        cloud.data = points.astype("<f4").tobytes()
        out.message("/sea", cloud, float(time))


def _event(out: _Writer, when: float, what: str) -> None:
    from foxglove_schemas_protobuf.Log_pb2 import Log

    note = Log(level=Log.INFO, message=what, name="shortdeck")
    _stamp(note.timestamp, when)
    out.message("/events", note, when)
