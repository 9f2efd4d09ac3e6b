"""What lies around the aircraft: wind, deck edges, clearances; looked up on each beat of the control law."""

from __future__ import annotations

from shortdeck.air.wind import wind_at
from shortdeck.flight.rigid_body import Body
from shortdeck.flight.state import Near, Outputs, Setup
from shortdeck.numerics.elementary import clip
from shortdeck.numerics.jit import kernel
from shortdeck.numerics.rotation import matrix
from shortdeck.vessel.deck import Edges, Relative, depth_below, edges_near, on_deck, place_of, relative
from shortdeck.vessel.ship_motion import Moving

FAR = 1e3  # m, clearance where nothing lies below
# Above the surface, and beyond the deck's ends, the gear cannot touch before it is asked for again, 0.18 s
# later: 50 m/s along, 10 m/s down onto a deck that rises, banked by 20 degrees.
HIGH = 4.0  # m
BEYOND = 30.0  # m


@kernel
def clearance(c: Setup, a: Relative, x: float, y: float, z: float) -> float:
    """Height of a body point above the deck below it, m; ``FAR`` where there is none."""
    px, py, pz = place_of(a, x, y, z)
    height = -depth_below(c.deck, px, py, pz)
    return height if on_deck(c.deck, px, py) else FAR


@kernel
def wing_height(c: Setup, a: Relative, down: float) -> float:
    """Height of the wing above the deck or sea below; blends over the wing chord at a deck edge."""
    x, y, z = place_of(a, 0.0, 0.0, c.points.wing_z)
    depth = depth_below(c.deck, x, y, z)
    sea = -(down + z - a.z)
    margin = min(x, c.deck.length - x)
    over = clip(0.5 + margin / max(c.aero.chord, 1e-3), 0.0, 1.0)
    beside = not on_deck(c.deck, x, y) and margin >= 0.0
    over = 0.0 if beside else over
    return sea + over * (min(max(-depth, 0.0), sea) - sea)


@kernel
def surroundings(c: Setup, b: Body, deck: Moving, time: float, on_gear: bool) -> tuple[Near, float]:
    """Surroundings of the aircraft at one state, and whether its gear may touch soon.

    ``on_gear``, known at compile time: whether it is so near the deck that edges and clearances count.
    """
    m = matrix(b.q0, b.q1, b.q2, b.q3)
    a = relative(deck.pose, (b.n, b.e, b.d), (b.vn, b.ve, b.vd), m, (b.p, b.q, b.r))
    wind_n, wind_e = wind_at(c.air, -b.d)
    main_x, main_y, main_z = place_of(a, c.right.x, 0.0, c.right.z)
    nose_x, _, _ = place_of(a, c.nose.x, 0.0, c.nose.z)
    _, _, left_z = place_of(a, c.left.x, c.left.y, c.left.z)
    _, _, right_z = place_of(a, c.right.x, c.right.y, c.right.z)
    edges, tail, tip, propeller, nose = Edges(0.0, 0.0, 0.0, 0.0), FAR, FAR, FAR, FAR
    if on_gear:
        p = c.points
        edges = edges_near(c.deck, main_x, nose_x)
        tail = clearance(c, a, p.tail_x, 0.0, p.tail_z)
        right = clearance(c, a, p.tip_x, p.tip_y, p.tip_z)
        tip = min(right, clearance(c, a, p.tip_x, -p.tip_y, p.tip_z))
        propeller = clearance(c, a, p.prop_x, 0.0, p.prop_z)
        propeller = propeller if c.propulsion.radius > 0.0 else FAR
        nose = clearance(c, a, p.nose_x, 0.0, p.nose_z)
    outside = max(-main_x, main_x - c.deck.length) > BEYOND
    high = -depth_below(c.deck, main_x, main_y, main_z) > HIGH
    grounded = 0.0 if outside or high else 1.0
    near = Near(
        deck,
        time,
        wind_n,
        wind_e,
        edges,
        wing_height(c, a, b.d),
        tail,
        tip,
        propeller,
        nose,
        main_x,
        main_y,
        main_z,
        nose_x,
        c.passage.deck_height - max(left_z, right_z),
    )
    return near, grounded


@kernel
def seen_now(o: Outputs, near: Near, on_gear: bool) -> Outputs:
    """Outputs of the last step with the wheels where they are now."""
    if not on_gear:
        return Outputs(
            o.airspeed, o.alpha, o.beta, o.alpha_stall, o.thrust, o.shaft_power, 0.0, 0.0, 0.0,
            near.main_z, near.main_z, near.main_z, 0.0, near.main_x, near.main_y, near.main_z, near.nose_x,
            0.0, 0.0, o.load_factor, 0.0, 0.0, near.sea_clear,
        )  # fmt: skip
    return Outputs(
        o.airspeed, o.alpha, o.beta, o.alpha_stall, o.thrust, o.shaft_power, o.nose_load, o.left_load,
        o.right_load, o.nose_depth, o.left_depth, o.right_depth, o.closure,
        near.main_x, near.main_y, near.main_z, near.nose_x,
        o.slip, o.grip, o.load_factor, o.mains_inside, o.nose_inside, near.sea_clear,
    )  # fmt: skip
