"""How fresh everything is, who asks the banks when, and what has fallen silent."""
