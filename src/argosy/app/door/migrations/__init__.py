"""Revisions of the tables of people, sessions, tokens and the book of acts."""
