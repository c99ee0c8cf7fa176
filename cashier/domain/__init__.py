"""What is true at a cashier's desk, in plain values: no clock, no files, no network, no window."""
