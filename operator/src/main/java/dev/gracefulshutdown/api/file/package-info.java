/**
 * The resources from YAML files, by the same rules as from an API server: the bundled CRD's own schema, and
 * {@link dev.gracefulshutdown.api.Rules}.
 */
@NullMarked
package dev.gracefulshutdown.api.file;

import org.jspecify.annotations.NullMarked;
