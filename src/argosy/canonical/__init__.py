"""What a seller's world consists of: every table, with grain, key and units."""
