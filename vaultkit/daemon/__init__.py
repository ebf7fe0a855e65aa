"""The daemon: pages stay true while people type."""
