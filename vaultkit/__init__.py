"""Few, deep relationships from the Markdown notes you already write."""
