"""Outlines, plans of deck and hangar, and the way out."""
