/** The node agent: answers the kubelet's hand-overs, runs ladders on this node's containers, and records shutdowns. */
@NullMarked
package dev.gracefulshutdown.agent;

import org.jspecify.annotations.NullMarked;
