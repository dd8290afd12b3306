"""The cockpit: pages rendered here, small scripts of our own beside htmx, nothing fetched from elsewhere."""
