"""What every route keeps to: parameters, bodies, pages, ETags, problems, settings."""
