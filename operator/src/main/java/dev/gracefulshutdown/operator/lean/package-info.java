/** Objects as the operator keeps them: without what nobody here looks at, which would be most of its memory. */
@NullMarked
package dev.gracefulshutdown.operator.lean;

import org.jspecify.annotations.NullMarked;
