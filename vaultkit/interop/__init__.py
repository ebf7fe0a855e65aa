"""Interop: people from other programs as notes to be, and what the notes say for them.

Importers read foreign text and say what they could not read; exporters turn the network
into text. Neither reads or writes a file.
"""
