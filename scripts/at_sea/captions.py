"""What is seen in the pictures of ten flights: read by eye, anew whenever they are drawn anew."""

INTRODUCTION = (
    "Over the way of the main wheels to the aim point (launches: to the end of the deck); dotted: stops "
    "of the controls. Beyond the aim point the path goes on below the deck, so the height over it grows "
    "with the roll. In the last ten metres of every roll, below some 30 kn of airspeed, rudder and "
    "aileron run to their stops after small errors: they move nothing there, the nose wheel steers."
)
SEEN: dict[str, str] = {
    "calm-tcg-anadolu": (
        "All ten on the path within 0.4 m and down within a few metres of each other; the pitch swings by a "
        "degree and a half with the turbulence, no control beyond a quarter of its travel. The last metres "
        "run up the ramp: pitch and angle of attack rise with the deck."
    ),
    "calm-izumo": (
        "As on TCG Anadolu, without the ramp. The throttle gives way over the last 100 m, where the "
        "airspeed rises by 3 kn in the air about the hull."
    ),
    "4-mean-tcg-anadolu": (
        "The pitch swings by 2 to 3 degrees about every 3 s (60 m) in the turbulence, without growing; the "
        "path stays within 0.6 m all the same. Two rudders run far out as they come to rest."
    ),
    "4-mean-izumo": (
        "As on TCG Anadolu: pitch swings of 2 to 3 degrees, path within 0.6 m, line within 0.5 m at "
        "touchdown."
    ),
    "4-top-tcg-anadolu": (
        "The path is lifted or lowered by up to 1 m with the deck, which moves by as much; the elevator "
        "works from 180 m before the aim point, where the path begins to follow. In the roll-out the "
        "ailerons lean against the roll of the deck by up to 8 degrees."
    ),
    "4-top-izumo": (
        "One of ten (the deck moves by 1.5 m under it) is waved off 230 m out and climbs away at 8.5 "
        "degrees of pitch; the others land within 10 m of each other."
    ),
    "5-tcg-anadolu": (
        "Two of ten are waved off 150 m out and climb away; the others land within 10 m of each other and "
        "stop 100 m on. Before the wave-offs and after, no control comes near a stop."
    ),
    "5-izumo": (
        "Two of ten are waved off, 130 and 110 m out, one of them 1 m low on its path: the stern gate. "
        "Pitch swings up to 4 degrees; elevator within 8."
    ),
    "6-tcg-anadolu": (
        "Five of ten are waved off or go around. One (case 6) goes around after 55 m of roll: pitch 11 "
        "degrees, angle of attack 13.5, the main wheels carry for another 80 m and the nose wheel touches "
        "once more before it is off: the margin is thin there. The deck moves by 3 m under the approaches."
    ),
    "6-izumo": (
        "Three of ten are waved off. In one roll-out (case 3) aileron and rudder ride their stops for 20 m "
        "at 40 kn of airspeed while one main wheel carries 6.5 kN: the wind of the quarter heels it, and it "
        "stops upright. Pitch swings reach 6 degrees, angles of attack 10."
    ),
    "following": (
        "One of ten is waved off. The path departs by up to 1 m from the mean one as it follows; touchdowns "
        "lie within 10 m, the hardest main gear load is 10 kN."
    ),
    "ignoring": (
        "The same seas and gusts with the path held: the approaches are tidier, the touchdowns lie 30 m "
        "apart, and the same one is waved off."
    ),
    "launch-tcg-anadolu": (
        "Alike to a hair: the ramp sets the pitch. The airspeed rises by 6 kn over the ramp and falls again "
        "beyond the bow: that is the air over the bow, not the aircraft. Rudders run to their stops in the "
        "first metres, where they move nothing."
    ),
    "launch-izumo": (
        "Rotation 40 m before the end, angle of attack 9 degrees at the lip, then a climb that is uneven: "
        "from 30 m beyond the bow the elevator rattles by 3 degrees about its mean, since the climb's pitch "
        "follows the airspeed as measured, with its noise and every gust."
    ),
    "launch-timed-izumo": (
        "As released at once, but while it waits on the brakes at full power the rudder flies from stop to "
        "stop and the aircraft creeps forward at 0.24 m/s, up to 11 m: braked wheels are slipping tyres in "
        "the model, and nothing centres the rudder."
    ),
    "crosswind-recovery": (
        "All ten land within 10 m of each other. The rudder goes out to 9 degrees as the nose is turned "
        "into the line, and on to its stop at 40 kn in the roll-out: there the rudder binds. After "
        "touchdown it weathervanes: the wheels run up to a metre to windward of the line and come back."
    ),
    "crosswind-launch": (
        "The rudder stands at its stop over the first half of the run, and the aircraft drifts up to 2 m "
        "off the line. With 41 kn of wind in all it flies off 100 m before the end; pitch, aileron and "
        "elevator are busy in the gusts, the elevator rattling by 4 degrees as it does off Izumo in every "
        "launch."
    ),
    "engine-launch": (
        "All ten fly on for 100 m, rise by 1 to 5 m and settle into the sea some 270 m beyond the bow at 60 "
        "kn and an angle of attack of 13 degrees: pitch is held at 7, the nose is not lowered, but the "
        "stall is not reached."
    ),
    "engine-recovery": (
        "Half of them come down on the deck and stop within 100 m. The others are waved off for their "
        "airspeed, with an engine that does not answer: they touch and roll or glide along the deck at a "
        "pitch of 8 degrees, elevator to its stop, and drop over the bow at 40 kn and 20 degrees of angle "
        "of attack. Landing would have been right: the law does not know that its engine is dead."
    ),
    "anka-s": (
        "Flares in the last 30 m: throttle closed, the nose up by 4 degrees within a second, so that it "
        "touches at a pitch of 5; one wheel or both lift off again for a moment. The nose wheel comes down "
        "20 to 30 m later."
    ),
    "mq-9b-stol": (
        "As the ANKA-S, at three times the load: flare, mostly one touch, nose wheel down after 25 m. The "
        "elevator is trimmed 5 degrees down all the way: it has little of its travel left that way in the "
        "file's layout, and uses up to 12."
    ),
}
