package dev.gracefulshutdown.api.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects the problems of one document and knows where each field stands. */
final class Findings {
    private final Path file;
    private final int linesBefore;
    private final Consumer<Problem> to;
    private final Map<String, Mark> places = new HashMap<>();
    private int count;

    Findings(Path file, int linesBefore, Consumer<Problem> to) {
        this.file = file;
        this.linesBefore = linesBefore;
        this.to = to;
    }

    boolean any() {
        return count > 0;
    }

    /** Remembers where a field stands. */
    void place(String field, Node node) {
        node.getStartMark().ifPresent(mark -> places.putIfAbsent(field, mark));
    }

    int line(Node node) {
        return node.getStartMark().map(mark -> linesBefore + mark.getLine() + 1).orElse(0);
    }

    void add(Node node, String field, String message, String remedy) {
        node.getStartMark()
                .ifPresentOrElse(mark -> add(mark, field, message, remedy), () -> report(0, 0, field, message, remedy));
    }

    /** At the field itself or, when it is not in the text, at what it would stand in. */
    void add(String field, String message, String remedy) {
        String known = field;
        while (!places.containsKey(known) && !known.isEmpty()) {
            int end = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            known = known.substring(0, Math.max(0, end));
        }
        Mark mark = places.get(known);
        if (mark == null) {
            report(0, 0, field, message, remedy);
        } else {
            add(mark, field, message, remedy);
        }
    }

    void add(Mark mark, String field, String message, String remedy) {
        report(linesBefore + mark.getLine() + 1, mark.getColumn() + 1, field, message, remedy);
    }

    private void report(int line, int column, String field, String message, String remedy) {
        count++;
        to.accept(new Problem(file, line, column, field, message, remedy));
    }
}
