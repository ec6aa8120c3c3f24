/** The policies of a cluster as a watch tells them, whoever asks which one holds for a pod. */
@NullMarked
package dev.gracefulshutdown.policies;

import org.jspecify.annotations.NullMarked;
