"""The hash that ties each line of a journal to all before it, to its place and to its desk."""

import hashlib


def first_link(desk: str) -> str:
    """What the first line of a desk's journal is chained to: 64 hexadecimal digits."""
    return hashlib.sha256(b"counterfoil journal of " + desk.encode()).hexdigest()


def chained(previous: str, sequence: int, body: bytes) -> str:
    """The link of line ``sequence`` (from 1): SHA-256, in hexadecimal, over the link before it, its place and bytes."""
    digest = hashlib.sha256()
    digest.update(f"{previous}:{sequence}:".encode())
    digest.update(body)
    return digest.hexdigest()
