package dev.gracefulshutdown.api.file;

import java.util.ArrayList;
import java.util.List;

/** Cuts a YAML text into its documents, so that one with broken syntax does not hide those behind it. */
final class YamlText {
    private YamlText() {}

    /**
     * One document.
     *
     * @param text without the marker in front
     * @param linesBefore how many lines of the file come before it
     */
    record Part(String text, int linesBefore) {}

    /** A line that begins with {@code ---} begins a document wherever it stands: YAML allows it inside of nothing. */
    static List<Part> split(String yaml) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int start = 0;
        int line = 0;
        for (String read : yaml.split("\n", -1)) {
            String content = read.endsWith("\r") ? read.substring(0, read.length() - 1) : read;
            if (content.matches("(---|\\.\\.\\.)(\\s.*)?") && !isDirectives(text)) {
                parts.add(new Part(text.toString(), start));
                text.setLength(0);
                start = line;
                // What follows the marker on its own line belongs to the document; blanks keep the columns right.
                text.append("   ").append(content.substring(3)).append('\n');
            } else {
                text.append(content).append('\n');
            }
            line++;
        }
        parts.add(new Part(text.toString(), start));
        return parts;
    }

    /** {@code %YAML 1.2} and the like stand before the marker of the document that they are for. */
    private static boolean isDirectives(CharSequence before) {
        return !before.toString().isBlank()
                && before.toString().lines().allMatch(line -> line.startsWith("%") || line.isBlank());
    }
}
