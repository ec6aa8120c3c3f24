package dev.gracefulshutdown.api.file;

import java.util.Map;

/**
 * Where the fields of a document stand.
 *
 * @param byField by the path of each, for example {@code spec.escalation[1].at}; the document itself is the empty one
 */
public record Places(Map<String, Place> byField) {
    /** What is said of a file as a whole. */
    static final Place NOWHERE = new Place(0, 0);

    public Places {
        byField = Map.copyOf(byField);
    }

    /**
     * A place in a file.
     *
     * @param line counted from 1; 0 for the file as a whole
     * @param column counted from 1; 0 for the file as a whole
     */
    public record Place(int line, int column) {}

    /** Of the field or, when it is not in the text, of what it would stand in. */
    public Place of(String field) {
        String known = field;
        while (!byField.containsKey(known) && !known.isEmpty()) {
            int end = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            known = known.substring(0, Math.max(0, end));
        }
        return byField.getOrDefault(known, NOWHERE);
    }
}
