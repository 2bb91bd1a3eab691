"""How a data folder of an earlier version becomes one of today: one SQL script for each format.

A step is never changed once it is out: the number of steps a folder has taken is its `user_version`.
New tables need no step, since schema.sql is run after the steps; new columns do.
"""

STEPS: tuple[str, ...] = (
    # 1: Folders from before formats were numbered; schema.sql gives them the tables they lack.
    "",
)
