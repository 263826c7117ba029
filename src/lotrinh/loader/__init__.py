"""Files to model: text with positions in, a configuration and all its problems out."""
