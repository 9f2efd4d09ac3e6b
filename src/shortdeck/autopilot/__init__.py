"""Control laws for launch and landing."""
