"""Knows how to run the API without a broker, told from the command line as `xiaohao api --port P` is."""

import sys

from api.accepting.publisher import NullPublisher
from api.server import run

if __name__ == "__main__":
    run("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]), publisher=NullPublisher())
