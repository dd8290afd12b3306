"""MCP: the verbs as tools for assistants, behind the same desk; read-only unless the token grants more."""
