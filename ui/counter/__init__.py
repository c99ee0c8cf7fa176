"""The Counter page: find a member, take the money, hand over the receipt."""
