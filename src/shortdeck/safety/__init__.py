"""How often it goes wrong: intervals, estimators of rare events, and what the answer hangs on."""
