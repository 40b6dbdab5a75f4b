"""What is asked and shown over HTTP. Thin: read the form, do one deed, show one page."""
