"""What a person at the desk can do, on stores and devices held in memory."""
