"""`xiaohao bulletin`: bulletins (通报) built from rankings, checked for changed figures, shown, issued."""
