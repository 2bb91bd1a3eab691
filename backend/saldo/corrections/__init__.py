"""What people change in transactions, what is learned from it, and how all of it is taken back."""
