package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.runtime.docker.ContainerDetails;

/** What is to be done with one container, and why. */
public sealed interface Action {
    Policy policy();

    ContainerDetails container();

    /** In words: {@code "state is Stopped"}. */
    String why();

    /** In words: {@code "stop"}. */
    String what();

    /** What a line tells of that says it is begun. */
    default Line.Topic topic() {
        return switch (this) {
            case StopAndStay _, KeepDown _ -> Line.Topic.STOPPING;
            case Undo _ -> Line.Topic.RESTORING;
            case Restart _ -> Line.Topic.RESTARTING;
            case Leave _ -> Line.Topic.NOTE;
        };
    }

    /** Runs a ladder, and keeps it down. */
    record StopAndStay(Policy policy, ContainerDetails container, String why) implements Action {
        @Override
        public String what() {
            return "stop, and keep it stopped";
        }
    }

    /** It is down, and its restart policy would bring it back at the engine's next start. */
    record KeepDown(Policy policy, ContainerDetails container, String why) implements Action {
        @Override
        public String what() {
            return "set its restart policy from " + container.restartPolicy().name() + " to no";
        }
    }

    /**
     * Takes back what a mark tells of.
     *
     * @param start it is down because we stopped it
     */
    record Undo(Policy policy, ContainerDetails container, Mark mark, boolean start, String why) implements Action {
        /** Somebody who has given it another one meanwhile knew what they did. */
        boolean givesPolicyBack() {
            return mark.before().restarts() && !container.restartPolicy().restarts();
        }

        @Override
        public String what() {
            String policyBack = givesPolicyBack()
                    ? "give its restart policy " + mark.before().name() + " back"
                    : "";
            String and = start && givesPolicyBack() ? ", and " : "";
            String done = policyBack + and + (start ? "start it" : "");
            return done.isEmpty() ? "forget our stop" : done;
        }
    }

    /** Runs a ladder, and has it started again. */
    record Restart(Policy policy, ContainerDetails container, String nonce, String why) implements Action {
        @Override
        public String what() {
            return "restart";
        }
    }

    /** Nothing is done, and somebody may wonder. */
    record Leave(Policy policy, ContainerDetails container, String why) implements Action {
        @Override
        public String what() {
            return "nothing";
        }
    }
}
