"""What follows later: telling, mail, reminders, closing, retention. Everything here may be killed at any moment."""
