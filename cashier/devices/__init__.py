"""What stands on the counter beside the printer: real, simulated and absent."""
