"""The desk: Argosy as one person may use it. Permission, masking and the book of acts are here once, for pages, API and MCP alike."""
