"""What is true and what is allowed, as tables and pure functions: no database, no web, no clock."""
