"""A plugin that fails at whatever it reads."""


def read(note, text):
    return note.properties["moon"]
