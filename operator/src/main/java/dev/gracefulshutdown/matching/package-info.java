/** Which policy holds for a pod: decided alike by operator, agents and admission, on facts that are handed in. */
@NullMarked
package dev.gracefulshutdown.matching;

import org.jspecify.annotations.NullMarked;
