"""Whole programs, started and driven from outside."""
