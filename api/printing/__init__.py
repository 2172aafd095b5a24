"""Lists as people take them away: CSV for a spreadsheet, HTML for the printer, from the JSON that the list answers."""
