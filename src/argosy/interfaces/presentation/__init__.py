"""Results as people see them: words, figures and tables by language, for the command line, spreadsheets and pages alike."""
