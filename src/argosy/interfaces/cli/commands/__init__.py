"""One file per command: `command(session, ...)` with its options; `argosy.interfaces.cli.registration` lists them.

Nothing heavy is imported at the top of these files: what a command needs is imported when it runs, so that `--help` answers at once.
"""
