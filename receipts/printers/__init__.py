"""Where paper comes out: a network printer, its simulation, a file."""
