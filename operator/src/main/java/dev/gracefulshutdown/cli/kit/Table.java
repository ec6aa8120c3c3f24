package dev.gracefulshutdown.cli.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Aligned columns as kubectl prints them: three blanks between, none at the end of a line. Where the width is limited,
 * the last column is cut.
 */
public final class Table {
    private static final int GAP = 3;
    private static final int NARROW_GAP = 2;

    private final List<String> headings;
    private final Set<Integer> rightAligned = new HashSet<>();
    private final List<List<Styled>> rows = new ArrayList<>();
    private int gap = GAP;

    private Table(List<String> headings) {
        this.headings = headings;
    }

    /** A table with these headings; without any it has none, and as many columns as its rows. */
    public static Table of(String... headings) {
        return new Table(List.of(headings));
    }

    /** Aligns a column, counted from 0, at its right: for numbers. */
    public Table alignRight(int column) {
        rightAligned.add(column);
        return this;
    }

    /** Only two blanks between the columns: for many of them. */
    public Table narrow() {
        gap = NARROW_GAP;
        return this;
    }

    /** Adds a row without colours. */
    public Table row(String... cells) {
        return row(Arrays.stream(cells).map(Styled::plain).toArray(Styled[]::new));
    }

    /** Adds a row; cells that are missing at its end stay empty. */
    public Table row(Styled... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Nothing but headings. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Writes it to standard output. */
    public void print(Terminal terminal) {
        render(terminal.style(), terminal.outIsTerminal() ? terminal.width() : Integer.MAX_VALUE)
                .forEach(terminal.out()::println);
    }

    /** Its lines, none wider than the given columns if that can be had by cutting the last column. */
    public List<String> render(Style style, int width) {
        List<List<Styled>> all = new ArrayList<>();
        if (!headings.isEmpty()) {
            all.add(headings.stream().map(h -> new Styled(h, Ink.FAINT)).toList());
        }
        all.addAll(rows);
        int[] widths = widths(all);
        return all.stream().map(row -> line(row, widths, style, width)).toList();
    }

    private static int[] widths(List<List<Styled>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<Styled> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        return widths;
    }

    private String line(List<Styled> row, int[] widths, Style style, int width) {
        StringBuilder line = new StringBuilder();
        int at = 0;
        int wanted = 0;
        for (int i = 0; i < row.size(); i++) {
            Styled cell = row.get(i);
            if (i == widths.length - 1 && width - wanted > 0) {
                cell = new Styled(
                        TextWidth.cut(
                                cell.text(), width - wanted, style.glyphs().ellipsis()),
                        cell.ink());
            }
            int indent = rightAligned.contains(i) ? widths[i] - cell.width() : 0;
            if (!cell.text().isEmpty()) {
                line.append(blanks(wanted + indent - at)).append(style.paint(cell));
                at = wanted + indent + cell.width();
            }
            wanted += widths[i] + gap;
        }
        return line.toString();
    }

    private static String blanks(int count) {
        return String.join("", Collections.nCopies(count, " "));
    }
}
