/** {@code graceful audit}: a Kubernetes cluster looked through, with nothing of ours in it. */
@NullMarked
package dev.gracefulshutdown.cli.audit;

import org.jspecify.annotations.NullMarked;
