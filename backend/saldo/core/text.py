"""Text from outside, made fit for the database."""


def storable(text: str) -> str:
    """Return the text without what PostgreSQL cannot hold: NUL characters and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")
