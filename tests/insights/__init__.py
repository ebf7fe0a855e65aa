"""Tests of the insights, one file for each question."""
