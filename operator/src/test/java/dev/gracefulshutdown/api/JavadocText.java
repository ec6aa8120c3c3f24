package dev.gracefulshutdown.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Javadoc of a folder's types and record components, so that it need not be written a second time for the CRDs. */
final class JavadocText {
    private final Map<String, String> texts = new HashMap<>();

    private JavadocText() {}

    static JavadocText read(Path folder) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        JavadocText javadoc = new JavadocText();
        try (var files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.list(folder)) {
            List<Path> java =
                    sources.filter(p -> p.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(java));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                javadoc.new Scanner(trees).scan(unit, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return javadoc;
    }

    /** What is said of a type, without its tags. */
    String of(Class<?> type) {
        return requireNonNull(texts.get(nameOf(type)), type.getName());
    }

    /** An introspector that gives Jackson, and so the generator, the text of a record's component. */
    AnnotationIntrospector asDescriptions(ObjectMapper mapper) {
        return new AnnotationIntrospectorPair(
                new NopAnnotationIntrospector() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public @Nullable String findPropertyDescription(Annotated annotated) {
                        return annotated instanceof AnnotatedMember member
                                ? texts.get(nameOf(member.getDeclaringClass()) + "#" + member.getName())
                                : null;
                    }
                },
                mapper.getSerializationConfig().getAnnotationIntrospector());
    }

    private static String nameOf(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private final class Scanner extends TreePathScanner<Void, String> {
        private final DocTrees trees;

        Scanner(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            String name = outer + type.getSimpleName();
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                texts.put(name, plain(comment.getFullBody()));
                for (var tag : comment.getBlockTags()) {
                    if (tag instanceof ParamTree param) {
                        texts.put(name + "#" + param.getName(), plain(param.getDescription()));
                    }
                }
            }
            return super.visitClass(type, name + ".");
        }
    }

    private static String plain(List<?> parts) {
        return parts.stream()
                .map(Object::toString)
                .collect(Collectors.joining())
                .replaceAll("\\{@(?:code|link|literal) ([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
