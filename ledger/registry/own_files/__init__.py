"""The registry as files of an office's own: taken in whole or refused with every fault, given out as they are taken."""
