"""The share of the year: in which seas, on which courses and at which speeds flying is within limits."""
