"""The demonstration's stage, its play, and the deeds that a script may hold."""
