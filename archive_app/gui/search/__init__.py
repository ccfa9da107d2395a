"""What a search found, articles and passages apart."""
