"""What the HTTP interfaces share: who asks, how errors are said, limits, headers, uploads."""
