"""Figures of projects over the API: months reported, each judged; what a project's months came to."""
