package dev.gracefulshutdown.cli.kit;

import java.util.Arrays;

/** Columns that text takes on a terminal, which are neither its chars nor its code points. */
final class TextWidth {
    /** East Asian Wide and the emoji blocks (Unicode Standard Annex 11), by block: close enough for a table. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3040, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** The text cut to so many columns, its end replaced by the sign for a cut. */
    static String cut(String text, int columns, String ellipsis) {
        if (of(text) <= columns) {
            return text;
        }
        int room = Math.max(0, columns - of(ellipsis));
        StringBuilder kept = new StringBuilder();
        int taken = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int codePoint = text.codePointAt(i);
            taken += of(codePoint);
            if (taken > room) {
                break;
            }
            kept.appendCodePoint(codePoint);
        }
        return columns < of(ellipsis) ? kept.toString() : kept + ellipsis;
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        return Arrays.stream(WIDE).anyMatch(range -> codePoint >= range[0] && codePoint <= range[1]);
    }
}
