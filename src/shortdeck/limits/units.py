"""Units of the conditions, for data that leaves the package."""

UNITS = {
    "mass": "kg", "density": "kg m-3", "wind_over_deck": "m s-1", "wind_angle": "rad", "ship_speed": "m s-1",
    "heading": "rad", "sea_state": "1", "hs": "m", "tp": "s", "wave_heading": "rad", "abort_station": "m",
    "height_error": "m", "side_error": "m", "speed_error": "m s-1", "deck_run": "m", "stores": "1",
    "speed_factor": "1", "engine_stops": "s", "surfaces_jam": "s", "left_brake": "1", "right_brake": "1",
}  # fmt: skip
