/** What the schema can't decide of policies and shutdowns: their author's rights and the cluster's limits. */
@NullMarked
package dev.gracefulshutdown.operator.admission.check;

import org.jspecify.annotations.NullMarked;
