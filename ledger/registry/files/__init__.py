"""The registry as files: read whole or refused with every fault, and imported."""
