"""Where ledger and bank part: since when, why, and what mends it; statements and their signed record."""
