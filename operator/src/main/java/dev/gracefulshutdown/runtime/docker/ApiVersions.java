package dev.gracefulshutdown.runtime.docker;

/** Versions of the Engine API: {@code 1.41} is older than {@code 1.100}. */
final class ApiVersions {
    private ApiVersions() {}

    static boolean isOne(String text) {
        return text.matches("\\d{1,4}\\.\\d{1,4}");
    }

    static int compare(String a, String b) {
        return Integer.compare(number(a), number(b));
    }

    private static int number(String version) {
        int dot = version.indexOf('.');
        return Integer.parseInt(version.substring(0, dot)) * 10_000 + Integer.parseInt(version.substring(dot + 1));
    }
}
