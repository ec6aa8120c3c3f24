package dev.gracefulshutdown.api;

/** What all resources have in common. */
public final class Api {
    /** The API group. */
    public static final String GROUP = "gracefulshutdown.dev";

    /** The version of all kinds. */
    public static final String VERSION = "v1alpha1";

    /** As it stands in a manifest. */
    public static final String API_VERSION = GROUP + "/" + VERSION;

    /** {@code kubectl get graceful} lists every kind of this category. */
    public static final String CATEGORY = "graceful";

    private Api() {}
}
