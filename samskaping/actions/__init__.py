"""Deeds that write: require, decide, change, record. They never commit, and know no HTTP and no mail."""
