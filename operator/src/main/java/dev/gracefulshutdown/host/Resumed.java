package dev.gracefulshutdown.host;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Purpose;
import dev.gracefulshutdown.shutdown.RunningShutdown;

/** A shutdown that an earlier process began, and that goes on. */
public record Resumed(ContainerDetails container, Purpose purpose, RunningShutdown shutdown) {}
