"""Link: the browser script, the dialog in its frame, and the small API that drives it."""
