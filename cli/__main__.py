"""Knows that `python -m xiaohao.cli` is the command `xiaohao`."""

from xiaohao.cli import main

if __name__ == "__main__":
    main()
