"""Flights at sea by the thousand: rows, what is kept of them, what the docs say of them."""
