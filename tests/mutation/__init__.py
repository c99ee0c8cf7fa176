"""Whether the tests notice when a line of the product says something else."""
