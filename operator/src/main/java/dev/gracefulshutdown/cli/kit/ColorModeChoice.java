package dev.gracefulshutdown.cli.kit;

/** For picocli, which makes it. */
final class ColorModeChoice extends Choice<ColorMode> {
    ColorModeChoice() {
        super(ColorMode.class);
    }
}
