"""Faults that lose, double or misdirect money, each planted in the product, and what catches it."""
