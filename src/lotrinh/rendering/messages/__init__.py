"""Messages in words: reminders, notices, bulletins, and what is answered to a letter."""
