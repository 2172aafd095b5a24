"""Knows that `python -m cli` is the command `xiaohao`."""

from cli import main

if __name__ == "__main__":
    main()
