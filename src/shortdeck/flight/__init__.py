"""The state of a flight and its step; launches, recoveries, and their outcomes."""
