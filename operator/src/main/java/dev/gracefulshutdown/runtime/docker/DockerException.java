package dev.gracefulshutdown.runtime.docker;

import java.io.Serial;

/** What an engine would not or could not do, in words for people: the object, what is wrong with it, what to do. */
public final class DockerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String object;
    private final String what;
    private final String remedy;

    /** What kind of failure. */
    public enum Kind {
        /** Nobody listens there, or the connection broke. */
        UNREACHABLE,
        /** The socket or the engine lets us do nothing. */
        NOT_PERMITTED,
        /** Somebody listens, and it is no Docker Engine. */
        NOT_DOCKER,
        /** No answer in time. */
        SLOW,
        /** No such container. */
        NOT_FOUND,
        /** The container's state does not allow it: not running, being removed. */
        CONFLICT,
        /** We don't do it: it would not have the effect that is meant. */
        REFUSED,
        /** The address or the TLS files can't be used. */
        INVALID,
        /** The engine says that it failed. */
        FAILED
    }

    DockerException(Kind kind, String object, String what, String remedy) {
        super(object + ": " + what);
        this.kind = kind;
        this.object = object;
        this.what = what;
        this.remedy = remedy;
    }

    DockerException because(Throwable cause) {
        initCause(cause);
        return this;
    }

    public Kind kind() {
        return kind;
    }

    /** An engine's address or a container: {@code unix:///var/run/docker.sock}, {@code container orders}. */
    public String object() {
        return object;
    }

    /** What is wrong with it. */
    public String what() {
        return what;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
