"""The Mail page: money that no member brings to the window."""
