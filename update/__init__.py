"""Scripts that make what is generated: reference tables, documents, translations, scaffolds. Never imported by argosy."""
