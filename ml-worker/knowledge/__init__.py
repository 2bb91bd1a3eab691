"""What is known of merchants and of banks' phrases: reviewed text, read by worker and training."""
