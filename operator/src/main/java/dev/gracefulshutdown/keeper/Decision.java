package dev.gracefulshutdown.keeper;

import java.util.List;

/**
 * What is to be done now.
 *
 * @param actions at most one a container
 * @param waiting what can't be done before others are back: in words, a container each
 * @param notes to be kept before anything is done: what was begun is not begun again after a crash
 */
public record Decision(List<Action> actions, List<String> waiting, Notes notes) {
    public Decision {
        actions = List.copyOf(actions);
        waiting = List.copyOf(waiting);
    }
}
