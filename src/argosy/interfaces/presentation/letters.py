"""Columns of a sheet by their letters."""

from __future__ import annotations


def letters(number: int) -> str:
    """The letters of a column by its place.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    head, tail = divmod(number, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + tail)
