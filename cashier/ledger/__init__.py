"""The central ledger: receives every desk's journal, posts it, and answers how far it has it."""
