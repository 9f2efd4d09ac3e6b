"""What is known: aircraft, ships and airfields as cited YAML, their models and loader, units at the door."""
