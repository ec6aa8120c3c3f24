"""A server in a network of its own with one client. On SIGTERM it closes its port and says "draining"; it never ends.

usage: connected.py FILE    the client leaves when FILE exists
"""
import fcntl
import os
import select
import signal
import socket
import struct
import sys
import time

loopback = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
fcntl.ioctl(loopback, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))

listener = socket.create_server(("127.0.0.1", 0))
address = listener.getsockname()
if os.fork() == 0:
    listener.close()
    client = socket.create_connection(address)
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.02)
    client.close()
    os._exit(0)

connection, _ = listener.accept()


def drain(*_):
    listener.close()
    print("draining", flush=True)


signal.signal(signal.SIGTERM, drain)
print("ready", flush=True)
while connection.recv(1):
    pass
connection.close()
while True:
    time.sleep(1)
