@NullMarked
package dev.gracefulshutdown.keeper;

import org.jspecify.annotations.NullMarked;
