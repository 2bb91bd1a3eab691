"""Every endpoint and every refusal of it, through the unmodified official client."""
