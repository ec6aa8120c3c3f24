package dev.gracefulshutdown.matching;

/** How closely a policy names its pods; the closest comes first. */
public enum Reach {
    /** By the workload's name. */
    TARGET("targetRef"),
    /** By labels in its own namespace. */
    SELECTOR("selector"),
    /** By labels anywhere in the cluster. */
    CLUSTER("cluster-wide selectors");

    private final String words;

    Reach(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
