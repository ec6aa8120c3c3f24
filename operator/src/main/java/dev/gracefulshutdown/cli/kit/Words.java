package dev.gracefulshutdown.cli.kit;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants as the API spells them. */
public final class Words {
    private Words() {}

    /** {@code ALREADY_GONE} as {@code AlreadyGone}. */
    public static String capitalised(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
