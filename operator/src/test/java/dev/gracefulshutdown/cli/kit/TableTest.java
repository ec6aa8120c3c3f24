package dev.gracefulshutdown.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    private static final int WIDE = Integer.MAX_VALUE;

    @Test
    void columnsAlignAndNoLineEndsInBlanks() {
        Table table = Table.of("NAME", "TOOK", "WHY")
                .row("orders-db", "3.2s", "SIGINT")
                .row("web", "10.1s", "");

        assertThat(table.render(Style.plain(), WIDE))
                .containsExactly("NAME        TOOK    WHY", "orders-db   3.2s    SIGINT", "web         10.1s");
    }

    @Test
    void numbersAlignAtTheRight() {
        Table table = Table.of("N", "COUNT").alignRight(1).row("a", "1").row("b", "1000");

        assertThat(table.render(Style.plain(), WIDE)).containsExactly("N   COUNT", "a       1", "b    1000");
    }

    @Test
    void wideAndCombiningCharactersCountAsTheColumnsTheyTake() {
        Table table = Table.of().row("注文", "x").row("ab", "x").row("e\u0301", "x");

        assertThat(table.render(Style.plain(), WIDE)).containsExactly("注文   x", "ab     x", "e\u0301      x");
    }

    @Test
    void colourDoesNotCountAsWidth() {
        Table table = Table.of()
                .row(new Styled("deaf", Ink.BAD), Styled.plain("x"))
                .row(Styled.plain("catches"), Styled.plain("x"));

        assertThat(table.render(new Style(true, Glyphs.UNICODE), WIDE))
                .containsExactly("\033[31mdeaf\033[0m      x", "catches   x");
    }

    @Test
    void theLastColumnGivesWayToTheWidth() {
        Table table = Table.of().row("a", "a long explanation");

        assertThat(table.render(new Style(false, Glyphs.UNICODE), 12)).containsExactly("a   a long …");
    }
}
