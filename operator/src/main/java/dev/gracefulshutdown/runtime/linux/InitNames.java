package dev.gracefulshutdown.runtime.linux;

/** Which programs are inits that pass signals on: known by name, since tini's masks look deaf. */
@FunctionalInterface
public interface InitNames {
    /**
     * Whether a program of this name forwards.
     *
     * @param name {@code comm}, or the basename of {@code argv[0]}
     */
    boolean isInit(String name);
}
