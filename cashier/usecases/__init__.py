"""What a person at the desk can do: one short function each, one commit each."""
