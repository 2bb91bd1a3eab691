"""Spending, cash flow and net worth: read-only questions."""
