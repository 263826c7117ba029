"""Values to words, in Vietnamese first and English second."""
