"""Tests; the folders golden, problems and console are data."""
