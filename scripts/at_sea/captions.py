"""What is seen in the pictures of ten flights: read by eye, anew whenever they are drawn anew."""

SEEN: dict[str, str] = {}
