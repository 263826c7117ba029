"""Pages in words: what the web shows, one module a screen, and what several of them share."""
