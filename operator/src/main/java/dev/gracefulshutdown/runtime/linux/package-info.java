/** The node's own processes: found by cgroup, read from {@code /proc}, signalled by pidfd, their exits seen by epoll. */
@NullMarked
package dev.gracefulshutdown.runtime.linux;

import org.jspecify.annotations.NullMarked;
