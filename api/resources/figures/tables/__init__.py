"""A desk's own table of projects over the API: read and judged row by row, brought in, what stays out given back."""
