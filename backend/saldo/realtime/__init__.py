"""Live delivery of a workspace's events to the browsers that watch."""
