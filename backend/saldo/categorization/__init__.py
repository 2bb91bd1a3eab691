"""Hand texts to the ML worker and apply the labels that come back."""
