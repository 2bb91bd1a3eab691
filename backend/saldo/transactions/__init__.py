"""What a person sees of their money, kept apart from what the bank says."""
