"""Spectra, directional spreading, sea states, wave climates, measured seas and their realisations."""
