"""What a tender is typed into, wherever one is: at the counter, and on the Mail page's forms."""
