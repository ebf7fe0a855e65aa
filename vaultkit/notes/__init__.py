"""Notes: each text parsed once, with the line of everything it says."""
