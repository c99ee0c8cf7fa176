"""Paper, from document to bytes."""
