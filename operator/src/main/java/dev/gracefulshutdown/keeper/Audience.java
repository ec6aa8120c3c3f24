package dev.gracefulshutdown.keeper;

/** Whoever wants to know how a host's containers fare. Told by one thread. */
public interface Audience {
    /** Nobody. */
    Audience NONE = new Audience() {
        @Override
        public void looked(Findings findings) {}

        @Override
        public void failed(Exception why) {}
    };

    /** Everything was looked at, and what could be begun was. */
    void looked(Findings findings);

    /**
     * Nothing could be looked at or begun; it is tried again until it works.
     *
     * @param why a DockerException where the engine is at fault
     */
    void failed(Exception why);
}
