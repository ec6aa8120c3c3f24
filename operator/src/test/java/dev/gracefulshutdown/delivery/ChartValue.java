package dev.gracefulshutdown.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of values.yaml with a comment right above it, which says what it does.
 *
 * @param path {@code image.tag}
 * @param fallback its default, as JSON
 */
record ChartValue(String path, String fallback, String description) {
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]\\w*):.*");
    private static final Pattern COMMENT = Pattern.compile("^ *# ?(.*)");

    private record Parent(int indent, String path) {}

    static List<ChartValue> readAll(Path file) throws IOException {
        JsonNode values = Manifests.YAML.readTree(file.toFile());
        List<ChartValue> all = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        Deque<Parent> parents = new ArrayDeque<>();
        for (String line : Files.readAllLines(file)) {
            Matcher words = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (words.matches()) {
                comment.add(words.group(1));
                continue;
            }
            if (key.matches()) {
                int indent = key.group(1).length();
                parents.removeIf(parent -> parent.indent() >= indent);
                Iterator<Parent> nearest = parents.iterator();
                String path = (nearest.hasNext() ? nearest.next().path() + "." : "") + key.group(2);
                parents.push(new Parent(indent, path));
                JsonNode value = values.at("/" + path.replace('.', '/'));
                if (!comment.isEmpty()) {
                    all.add(new ChartValue(path, value.toString(), String.join(" ", comment)));
                }
            }
            comment.clear();
        }
        return all.stream().filter(value -> !isGroup(value, all)).toList();
    }

    /** A heading, since what is below it is explained one by one. */
    private static boolean isGroup(ChartValue value, List<ChartValue> all) {
        return all.stream().anyMatch(other -> other.path().startsWith(value.path() + "."));
    }
}
