/** What the project is delivered as: image, Helm chart, kustomize, plain YAML, and how GitOps tools see it. */
@NullMarked
package dev.gracefulshutdown.delivery;

import org.jspecify.annotations.NullMarked;
