"""The keys that one organization makes once: what its desks get, and what stays in its safe."""

from dataclasses import asdict
from secrets import token_urlsafe
from typing import Any

from cashier.security.box import make_box_key


def new_organization_keys() -> dict[str, Any]:
    """``recovery`` and ``office``, each with a public and a private half, and ``check_token``, the desks' secret."""
    return {
        "recovery": asdict(make_box_key()),
        "office": asdict(make_box_key()),
        "check_token": token_urlsafe(32),
    }
