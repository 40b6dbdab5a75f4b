"""What a page shows: SELECT to frozen rows shaped for it. Nothing here writes."""
