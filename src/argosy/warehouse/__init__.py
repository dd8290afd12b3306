"""Storage and engines: raw files, the lake, loads, snapshots."""
