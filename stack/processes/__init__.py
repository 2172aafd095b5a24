"""One child process: its ports, its folder, its end."""
