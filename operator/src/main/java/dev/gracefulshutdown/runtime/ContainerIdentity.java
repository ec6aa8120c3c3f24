package dev.gracefulshutdown.runtime;

import dev.gracefulshutdown.ladder.ProcessKey;

/**
 * One run of one container on one boot of one machine: enough to find it again after a crash of ours, and to refuse
 * anything else.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param containerId the runtime's id, 64 hexadecimal digits; for a process outside containers any stable name
 * @param main the main process
 */
public record ContainerIdentity(String bootId, String containerId, ProcessKey main) {}
