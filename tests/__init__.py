"""What must hold, one folder for each part of the house."""
