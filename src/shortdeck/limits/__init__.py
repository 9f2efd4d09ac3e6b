"""Limits: in which wind and sea an aircraft may launch and land, at a chosen risk."""
