/** What tests share: which of them can run here. */
@NullMarked
package dev.gracefulshutdown.testing;

import org.jspecify.annotations.NullMarked;
