"""Paper: what a receipt says, how it is laid out, and how it gets printed."""
