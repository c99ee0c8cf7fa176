"""The pure rules of money."""
