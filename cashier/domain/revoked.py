"""A desk that was revoked: once it has delivered all it took, it forgets whom it knew."""

REVOKED = "This desk was revoked."
"""From the decision to forget until that is done; no drawer is opened meanwhile."""

FORGOTTEN = "This desk was revoked, and has forgotten its members and people."
FORGOTTEN_TOLD = f"{FORGOTTEN} The ledger has all that it took. The cash office invites a new desk in its place."
