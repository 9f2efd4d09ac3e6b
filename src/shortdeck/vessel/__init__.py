"""The ship as the aircraft meets her: deck surface and hull."""
