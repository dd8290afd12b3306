"""The thirteen chapters of the mission; each proposes decisions."""
