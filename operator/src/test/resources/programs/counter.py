"""Counts the signals that it gets, a line each: "main got TERM from 0".

usage: counter.py queue|catch [label=NAME] [workers=N] [after=SECONDS] [end=SIGNAL] [cleanup=SECONDS]

queue    blocks the signals and fetches them (sigwaitinfo), so it can tell the sender
catch    has handlers; each delivery is noted by the C handler, so none is merged on the way to the log
workers  forks so many before it serves, which count as it does
after    serves only then
end      exits with 0 on this signal, after its clean-up
"""
import os
import signal
import sys
import time

mode = sys.argv[1]
options = dict(argument.split("=", 1) for argument in sys.argv[2:])
label = options.get("label", "main")
numbers = [getattr(signal, "SIG" + name) for name in ("HUP", "INT", "QUIT", "USR1", "USR2", "TERM", "CONT")]


def say(text):
    os.write(1, f"{label} {text}\n".encode())


def got(number, sender=""):
    name = signal.Signals(number).name[3:]
    say(f"got {name}{sender}")
    if name == options.get("end"):
        time.sleep(float(options.get("cleanup", "0")))
        say("cleaned")
        os._exit(0)


for worker in range(int(options.get("workers", "0"))):
    if os.fork() == 0:
        label = f"worker-{worker}"
        break

time.sleep(float(options.get("after", "0")))
if mode == "queue":
    signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    say("ready")
    while True:
        info = signal.sigwaitinfo(numbers)
        got(info.si_signo, f" from {info.si_pid}")
else:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for number in numbers:
        signal.signal(number, lambda *_: None)
    say("ready")
    while True:
        for number in os.read(reader, 64):
            got(number)
