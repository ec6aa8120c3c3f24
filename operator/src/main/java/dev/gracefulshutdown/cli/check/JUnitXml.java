package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.diagnosis.Advice;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A result in the form that pipelines know from test runners: a suite an image, a case a rule. */
final class JUnitXml {
    private JUnitXml() {}

    static void write(Path file, Result result) {
        try {
            Files.writeString(file, of(result));
        } catch (IOException e) {
            throw Problem.failed(file.toString(), "can't be written: " + e.getMessage(), "name another --junit FILE")
                    .because(e);
        }
    }

    static String of(Result result) {
        List<Criterion> criteria = Criterion.of(result);
        long failures = criteria.stream().filter(c -> !c.passed()).count();
        BigDecimal seconds = BigDecimal.valueOf(result.report().took().toMillis(), 3);
        String suite = "<testsuite name=\"graceful check %s\" tests=\"%d\" failures=\"%d\" errors=\"0\" time=\"%s\">\n"
                .formatted(attribute(result.image()), criteria.size(), failures, seconds);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + suite
                + criteria.stream().map(c -> testCase(c, result)).collect(Collectors.joining())
                + "</testsuite>\n";
    }

    private static String testCase(Criterion criterion, Result result) {
        String open = "  <testcase classname=\"%s\" name=\"%s\"".formatted(attribute(result.image()), criterion.name());
        if (criterion.passed()) {
            return open + "/>\n";
        }
        return open + ">\n    <failure message=\"" + attribute(criterion.words()) + "\">" + text(advice(result))
                + "</failure>\n  </testcase>\n";
    }

    private static String advice(Result result) {
        return result.diagnosis().advice().stream()
                .filter(a -> a.kind() != Advice.Kind.POLICY)
                .map(a -> a.words() + "\n" + String.join("\n", a.lines()))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String attribute(String value) {
        return text(value).replace("\"", "&quot;").replace("\n", "&#10;");
    }

    /** Control characters, which a command line may have, have no place in XML 1.0. */
    private static String text(String value) {
        return value.replaceAll("[\\p{Cntrl}&&[^\t\n]]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
