package dev.gracefulshutdown.keeper;

import java.util.List;

/** Where the policies of one host come from. It says itself what is wrong with the others. Used by one thread. */
@FunctionalInterface
public interface PolicySource {
    /** What holds now; asked anew at each look. */
    Version read();

    /**
     * What holds now.
     *
     * @param policies in the order in which they come before each other, names unique
     * @param complete false while some can't be read: what was noted of those is kept
     */
    record Version(List<Policy> policies, boolean complete) {
        public Version {
            policies = List.copyOf(policies);
        }
    }
}
