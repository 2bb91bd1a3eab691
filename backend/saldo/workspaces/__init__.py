"""Workspaces and their members, and how a person enters one."""
