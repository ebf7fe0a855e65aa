"""Findings: what can be said of one person, one need or one pair."""
