"""The Desk page: how this desk is, and what it has to ask."""
