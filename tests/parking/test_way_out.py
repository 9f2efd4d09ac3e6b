"""Towing paths: where there is one it is found and sound; where there is none, none is."""

from math import pi

import numpy as np
import pytest

from shortdeck.catalog.loader import load
from shortdeck.parking.contact import Body
from shortdeck.parking.fill import Pose
from shortdeck.parking.outline import outline_of, under_tow
from shortdeck.parking.place import Rules, place_of
from shortdeck.parking.ranging import ranging
from shortdeck.parking.verify import Stand, path_faults
from shortdeck.parking.way_out import Mover, Path, Yard, dense, freely, in_turn


@pytest.fixture(scope="module")
def mover(folded, hangar):
    return Mover(Body(folded), hangar)


def test_an_aircraft_alone_leaves_by_a_sound_path(mover, hangar, folded):
    for heading in (0.0, 0.5 * pi, pi, 1.5 * pi):
        pose = Pose(0, 45.0, 0.0, heading)
        path = Yard(hangar, [mover], [pose]).path(0)
        assert path is not None
        stand = Stand(folded, pose.x, pose.y, pose.heading)
        assert path_faults(hangar, stand, under_tow(folded, hangar.tractor), path.poses, []) == []
        assert path.length > np.hypot(45.0 - 17.0, 0.0) - 5.0
        assert path.exit.name == "lift aft"


def test_a_wall_of_aircraft_blocks_the_one_behind(mover, hangar):
    wall = [Pose(0, 30.0, y, 0.5 * pi) for y in (-4.7,)] + [Pose(0, 30.0, 6.0, 1.5 * pi)]
    behind = Pose(0, 50.0, 0.0, pi)
    yard = Yard(hangar, [mover], [*wall, behind])
    assert yard.path(2) is None
    alone = yard.path(2, np.array([False, False, True]))
    assert alone is not None


def test_in_turn_the_front_leaves_first_and_opens_the_way(mover, hangar):
    front, middle, back = (Pose(0, x, 4.0, pi) for x in (30.0, 40.0, 50.0))
    side = [Pose(0, x, -5.0, 0.5 * pi) for x in (26.0,)]
    yard = Yard(hangar, [mover], [back, middle, front, *side])
    order = [number for number, _ in in_turn(yard)]
    assert set(order) >= {0, 1, 2}
    assert order.index(2) < order.index(1) < order.index(0)
    free = freely(yard)
    assert 2 in free
    assert 0 not in free


def test_no_room_for_the_tractor_no_way_out(mover, hangar):
    """Nose to the bulkhead with half a metre more than the clearance: the tractor cannot hook on."""
    yard = Yard(hangar, [mover], [Pose(0, 56.0, 0.0, 0.0)])
    assert not yard.can_start(Pose(0, 56.6, 0.0, 0.0))
    assert Yard(hangar, [mover]).can_start(Pose(0, 50.0, 0.0, 0.0))


def test_aircraft_added_and_dropped_leave_the_yard_as_it_was(mover, hangar):
    yard = Yard(hangar, [mover], [Pose(0, 45.0, 0.0, pi)])
    before = (yard.shapes.tobytes(), yard.owners.tobytes(), len(yard.poses))
    yard.add(Pose(0, 30.0, 5.0, pi))
    assert len(yard.poses) == 2
    yard.drop()
    assert (yard.shapes.tobytes(), yard.owners.tobytes(), len(yard.poses)) == before


def test_dense_follows_the_arc():
    """A quarter circle of radius 4 m in arcs of half a metre: every point lies on the circle."""
    angles = np.linspace(0.0, 0.5 * pi, 13)
    poses = np.column_stack([4.0 * np.sin(angles), 4.0 - 4.0 * np.cos(angles), angles])
    found = dense(poses)
    assert len(found) > 50
    assert np.hypot(found[:, 0], found[:, 1] - 4.0) == pytest.approx(4.0)
    assert np.hypot(*np.diff(found[:, :2], axis=0).T).max() < 0.11
    back = dense(poses[::-1])
    assert np.hypot(back[:, 0], back[:, 1] - 4.0) == pytest.approx(4.0)


def test_what_is_wider_than_the_door_stays_in(anadolu):
    """The lift door of the hangar is 13 m wide: a TB3 spread, 14 m, does not come through."""
    hangar = place_of(anadolu, "hangar", Rules(), 14.0)
    spread = outline_of(load("bayraktar-tb3"), folded=False)
    yard = Yard(hangar, [Mover(Body(spread), hangar)], [Pose(0, 40.0, 0.0, pi)])
    assert yard.path(0) is None


class TestRanging:
    """Times by hand: towing, lift and unfolding."""

    def straight(self, exit_, length: float) -> Path:
        return Path(np.array([[0.0, 0.0, 0.0], [length, 0.0, 0.0]]), exit_)

    def test_one_aircraft(self, anadolu, hangar, tb3):
        lift = anadolu.model.deck.lifts[0]
        found = ranging(anadolu, [self.straight(hangar.exits[0], 30.0)], [tb3.model.fold.time])
        line = anadolu.model.deck.runway
        across = np.hypot(lift.x.value - line.start.value, lift.y.value - line.y.value)
        assert found.first == found.all == pytest.approx(30.0 + 120.0 + across + 480.0)
        assert found.first_interval[0] < found.first < found.first_interval[1]

    def test_the_second_waits_for_the_lift_to_come_back(self, anadolu, hangar, tb3):
        path = self.straight(hangar.exits[0], 30.0)
        one = ranging(anadolu, [path], [tb3.model.fold.time])
        two = ranging(anadolu, [path, path], [tb3.model.fold.time] * 2)
        assert two.all - one.all == pytest.approx(2.0 * 120.0)

    def test_nothing_to_range(self, anadolu):
        assert ranging(anadolu, [], []) is None
