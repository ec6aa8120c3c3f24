"""Stays in state D, as if a disk did not answer: it waits for a child that can't start before somebody writes to FIFO.

usage: disk_wait.py FIFO
"""
import os
import sys
import time

print("ready", flush=True)
os.posix_spawn("/bin/true", ["true"], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 0, sys.argv[1], os.O_RDONLY, 0)])
print("woken", flush=True)
time.sleep(1000)
