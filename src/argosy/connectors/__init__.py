"""Intake: recognise, parse and map the files that platforms let a seller export."""
