"""All passages of the archive in a table that filters, sorts and exports."""
