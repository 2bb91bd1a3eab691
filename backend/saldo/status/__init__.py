"""What an installation says about itself: alive, ready, and configured how."""
