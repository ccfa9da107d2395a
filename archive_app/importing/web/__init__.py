"""Pages of the web: addresses as people type them, and fetching what they lead to, politely and safely."""
