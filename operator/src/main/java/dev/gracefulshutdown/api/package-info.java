/**
 * The resources as Java types, group {@code gracefulshutdown.dev}. The CRDs in {@code crds/} are generated from them: the
 * Javadoc of a record's components is the text that {@code kubectl explain} prints.
 */
@NullMarked
package dev.gracefulshutdown.api;

import org.jspecify.annotations.NullMarked;
