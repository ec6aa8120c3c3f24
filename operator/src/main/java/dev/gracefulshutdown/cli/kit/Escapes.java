package dev.gracefulshutdown.cli.kit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that may hold colours. */
final class Escapes {
    private static final Pattern PIECE = Pattern.compile("(\033\\[[0-9;]*m)|([^\033]+|\033)");

    private Escapes() {}

    /** Cut to so many columns; colours take none and stay, the one that ends a colour above all. */
    static String cut(String text, int columns) {
        StringBuilder kept = new StringBuilder();
        int room = columns;
        Matcher pieces = PIECE.matcher(text);
        while (pieces.find()) {
            if (pieces.group(1) != null) {
                kept.append(pieces.group(1));
            } else {
                String part = TextWidth.cut(pieces.group(2), room, "");
                kept.append(part);
                room -= TextWidth.of(part);
            }
        }
        return kept.toString();
    }
}
