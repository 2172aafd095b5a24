"""`xiaohao complaint`: the register of complaints about intermediaries (中介登记簿)."""
