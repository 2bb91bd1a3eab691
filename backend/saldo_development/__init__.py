"""The development entry point and its conveniences; the production image does not contain this package."""
