"""What a person types at a command: unseen where somebody sits there, else the next line of standard input."""

import getpass
import sys


def typed_passphrase(words: str) -> str:
    """``words`` say whose it is."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{words}: ", stream=sys.stderr)
    return sys.stdin.readline().rstrip("\n")
