"""Date phrases: the only prose that is parsed. `phrase` is the door; the grammar lies beside it."""
