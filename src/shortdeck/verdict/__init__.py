"""Answers: the assessment of an aircraft with a ship."""
