"""Stand-ins that keep the ports' promises in memory."""
