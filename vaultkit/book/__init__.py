"""The book: everything the notes say, cross-checked and immutable."""
