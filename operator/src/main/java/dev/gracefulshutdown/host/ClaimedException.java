package dev.gracefulshutdown.host;

import java.io.Serial;

/** Another process of this machine drives a shutdown of the container: nothing was sent. */
public final class ClaimedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Holder holder;

    ClaimedException(String container, Holder holder) {
        super("container " + container + " is being stopped by " + holder.words());
        this.holder = holder;
    }

    /** By whom. */
    public Holder holder() {
        return holder;
    }
}
