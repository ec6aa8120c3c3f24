package dev.gracefulshutdown.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The parts of the guide that come from the data. {@code -Ddocs.write=true} writes them anew. */
class ProfilesDocTest {
    private static final Path GUIDE = Path.of("..", "docs", "profiles.md");

    @Test
    void theGuideSaysWhatTheDataSays() throws IOException {
        String guide = Files.readString(GUIDE);
        String expected = withBlock(guide, "names", String.join(", ", backquoted(ServerProfiles.names().stream())));
        expected = withBlock(expected, "servers", sections(ServerProfiles.all(), ProfileDoc::server));
        expected = withBlock(expected, "inits", sections(KnownInits.all(), ProfileDoc::init));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(GUIDE, expected);
        } else {
            assertThat(guide)
                    .as("docs/profiles.md: write it anew by -Dtest=ProfilesDocTest -Ddocs.write=true")
                    .isEqualTo(expected);
        }
    }

    private static <T> String sections(Iterable<T> entries, Function<T, String> section) {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(section.apply(entry)).append('\n'));
        return text.toString().strip();
    }

    private static Iterable<String> backquoted(Stream<String> names) {
        return names.map(name -> "`" + name + "`").toList();
    }

    private static String withBlock(String guide, String name, String content) {
        String open = "<!-- from the data: " + name + " -->\n";
        String close = "\n<!-- end of " + name + " -->";
        assertThat(guide).contains(open, close);
        return guide.substring(0, guide.indexOf(open) + open.length())
                + content
                + guide.substring(guide.indexOf(close));
    }
}
