"""Lists of projects, units and people as offices keep them, in any workbook or text."""
