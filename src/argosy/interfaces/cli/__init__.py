"""The command line: five verbs and what people need around them. It knows no rule; every answer comes through `argosy.app`."""
