"""The server: API, cockpit and health put together over one workspace."""
