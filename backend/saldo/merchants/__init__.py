"""Who was paid: names people give, merchants that are one and the same, and what each has cost."""
