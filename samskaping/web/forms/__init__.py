"""What people fill in. A form reads and checks; its view turns it into the value that an action takes."""
