"""The desk's two databases: the journal of money and the directory of people."""
