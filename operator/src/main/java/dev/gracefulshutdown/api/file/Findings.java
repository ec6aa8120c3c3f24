package dev.gracefulshutdown.api.file;

import dev.gracefulshutdown.api.file.Places.Place;
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
    private final Map<String, Place> places = new HashMap<>();
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
        node.getStartMark().ifPresent(mark -> places.putIfAbsent(field, place(mark)));
    }

    /** Where the fields stand that were remembered. */
    Places places() {
        return new Places(places);
    }

    int line(Node node) {
        return node.getStartMark().map(mark -> linesBefore + mark.getLine() + 1).orElse(0);
    }

    void add(Node node, String field, String message, String remedy) {
        node.getStartMark()
                .ifPresentOrElse(
                        mark -> add(mark, field, message, remedy),
                        () -> report(Places.NOWHERE, field, message, remedy));
    }

    /** At the field itself or, when it is not in the text, at what it would stand in. */
    void add(String field, String message, String remedy) {
        report(places().of(field), field, message, remedy);
    }

    /** For what can't be told where in the document it is. */
    void addAtBegin(String message, String remedy) {
        report(new Place(linesBefore + 1, 1), "", message, remedy);
    }

    void add(Mark mark, String field, String message, String remedy) {
        report(place(mark), field, message, remedy);
    }

    private Place place(Mark mark) {
        return new Place(linesBefore + mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void report(Place place, String field, String message, String remedy) {
        count++;
        to.accept(new Problem(file, place.line(), place.column(), field, message, remedy));
    }
}
