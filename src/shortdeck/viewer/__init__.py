"""A flight to look at: aircraft, ship, sea and instruments in one page that works offline."""
