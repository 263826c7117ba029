"""What was decided, as messages: reminders, notices, bulletins; and what a run would say."""
