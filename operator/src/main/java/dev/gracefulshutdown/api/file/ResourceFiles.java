package dev.gracefulshutdown.api.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads policies and shutdowns from YAML files. */
public final class ResourceFiles {
    /** Far more than anybody writes by hand. */
    private static final int MAX_BYTES = 3 << 20;

    private final List<Document<?>> documents = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ResourceFiles() {}

    /**
     * Reads a file, or the {@code *.yaml} and {@code *.yml} files right in a folder. Every problem of every document is
     * reported; the documents without any are given all the same, and callers decide what that means.
     *
     * @param fileOrFolder where to look; one that can't be read is a problem too
     */
    public static Loaded read(Path fileOrFolder) {
        ResourceFiles reader = new ResourceFiles();
        reader.all(fileOrFolder);
        return new Loaded(reader.unique(), reader.problems);
    }

    /** Reads YAML that is at hand already; {@code name} stands for its file in problems. */
    public static Loaded parse(Path name, String yaml) {
        ResourceFiles reader = new ResourceFiles();
        reader.text(name, yaml);
        return new Loaded(reader.unique(), reader.problems);
    }

    private void all(Path place) {
        if (!Files.isDirectory(place)) {
            file(place);
            return;
        }
        try (Stream<Path> entries = Files.list(place)) {
            List<Path> files = entries.filter(ResourceFiles::isYaml).sorted().toList();
            if (files.isEmpty()) {
                problem(place, "holds no *.yaml or *.yml file", "");
            }
            files.forEach(this::file);
        } catch (IOException e) {
            unreadable(place, e);
        }
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && !Files.isDirectory(path);
    }

    private void file(Path file) {
        // Devices and pipes don't say how long they are.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problem(file, "is larger than 3 MiB", "");
            } else {
                text(
                        file,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
            }
        } catch (IOException e) {
            unreadable(file, e);
        }
    }

    private void text(Path file, String yaml) {
        int before = documents.size() + problems.size();
        for (YamlText.Part part : YamlText.split(yaml)) {
            new DocumentReader(file, documents::add, problems::add).read(part);
        }
        if (documents.size() + problems.size() == before) {
            problem(file, "holds no document", "");
        }
    }

    /** The first of a name stays, so that the good ones can be used together. */
    private List<Document<?>> unique() {
        Map<String, Document<?>> byId = new LinkedHashMap<>();
        for (Document<?> document : documents) {
            Document<?> first = byId.putIfAbsent(document.id(), document);
            if (first != null) {
                problems.add(new Problem(
                        document.file(),
                        document.line(),
                        1,
                        "metadata.name",
                        document.id() + " stands in " + first.file() + ":" + first.line() + " already",
                        "give it another name"));
            }
        }
        return List.copyOf(byId.values());
    }

    private void unreadable(Path place, IOException e) {
        problem(
                place,
                switch (e) {
                    case NoSuchFileException none -> "does not exist";
                    case CharacterCodingException coding -> "is no text in UTF-8";
                    default -> "can't be read: " + e.getMessage();
                },
                "");
    }

    private void problem(Path place, String message, String remedy) {
        problems.add(new Problem(place, 0, 0, "", message, remedy));
    }
}
