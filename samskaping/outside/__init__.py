"""The world outside: mail, hashing, signing. Nothing here knows the database."""
