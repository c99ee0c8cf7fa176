"""What is left when a process dies at a named point."""
