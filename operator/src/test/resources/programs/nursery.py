"""Processes that come and go, by commands on standard input; each is answered by one line.

spawn N        forks N children that wait, with PIDs above the 300 that the kernel gives out once only
reap           kills all children and reaps them
replace P,P,…  forks until a child of ours has each of these PIDs
hits           how many of the children were sent SIGTERM; they end
"""
import os
import signal
import sys
import time

children = []


def child():
    pid = os.fork()
    if pid == 0:
        # SIGTERM stays pending until we are asked whether there was one.
        signal.sigwait({signal.SIGUSR1})
        os._exit(9 if signal.SIGTERM in signal.sigpending() else 0)
    return pid


def end(pid, number):
    os.kill(pid, number)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def spawn():
    while True:
        pid = child()
        if pid > 300:
            return pid
        end(pid, signal.SIGKILL)


def replace(wanted):
    give_up = time.monotonic() + 60
    while wanted and time.monotonic() < give_up:
        pid = child()
        if pid in wanted:
            wanted.remove(pid)
            children.append(pid)
        else:
            end(pid, signal.SIGKILL)
    return len(wanted)


signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGUSR1})
for line in sys.stdin:
    command, _, argument = line.strip().partition(" ")
    answer = 0
    if command == "spawn":
        children += [spawn() for _ in range(int(argument))]
        answer = len(children)
    elif command == "reap":
        answer = sum(1 for pid in children if end(pid, signal.SIGKILL))
        children.clear()
    elif command == "replace":
        answer = replace({int(pid) for pid in argument.split(",")})
    elif command == "hits":
        answer = sum(1 for pid in children if end(pid, signal.SIGUSR1) == 9)
        children.clear()
    print(answer, flush=True)
