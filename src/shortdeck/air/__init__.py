"""The air: standard atmosphere, wind over the sea."""
