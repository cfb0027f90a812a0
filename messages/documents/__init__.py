"""Word and Excel files in office layout. What an office may replace is a file: `<name>.docx` or `.xlsx`, beside."""
