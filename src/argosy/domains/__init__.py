"""The thirteen chapters of the mission, one package each; found by walking this package, none knows another."""
