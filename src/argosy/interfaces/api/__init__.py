"""The HTTP API, version 1: the five verbs and what is around them; OpenAPI 3.1 at `/api/openapi.json`."""
