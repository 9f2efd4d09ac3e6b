"""Many flights: tables of cases and what they came to."""
