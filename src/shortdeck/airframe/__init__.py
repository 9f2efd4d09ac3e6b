"""What acts on the aircraft: aerodynamics, propulsion, landing gear; trim and linearisation."""
