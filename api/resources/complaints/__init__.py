"""The register of complaints about intermediaries (中介登记簿) over the API: entered, corrected, listed, counted."""
