@NullMarked
package dev.gracefulshutdown.local;

import org.jspecify.annotations.NullMarked;
