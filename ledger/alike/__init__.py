"""Issues that may be one and the same (疑似重复): suggested with why, merged by people alone."""
