/** Records of shutdowns: which are kept, and what a policy's status says of them. */
@NullMarked
package dev.gracefulshutdown.operator.history;

import org.jspecify.annotations.NullMarked;
