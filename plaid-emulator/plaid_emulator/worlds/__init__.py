"""What the banks know: people, their accounts and their money."""
