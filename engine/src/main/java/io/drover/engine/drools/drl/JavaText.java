package io.drover.engine.drools.drl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.util.PortablePath;
import org.jspecify.annotations.Nullable;
import org.kie.memorycompiler.CompilationProblem;
import org.kie.memorycompiler.JavaCompiler;
import org.kie.memorycompiler.JavaCompilerFactory;
import org.kie.memorycompiler.JavaCompilerSettings;
import org.kie.memorycompiler.JavaConfiguration.CompilerType;
import org.kie.memorycompiler.resources.ResourceReader;
import org.kie.memorycompiler.resources.ResourceStore;

/** Java sources, compiled in memory. */
final class JavaText {
    private static final String VERSION = "17";

    private final Map<String, byte[]> sources = new HashMap<>();

    /**
     * What came of compiling.
     *
     * @param classes by the path of their file
     */
    record Result(Map<String, byte[]> classes, List<Finding> errors) {}

    /** What is wrong, and the line of the source where. */
    record Finding(String message, String line) {}

    JavaText add(String path, String source) {
        sources.put(path, source.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Result compile(CodeLoader seen) {
        JavaCompiler compiler = JavaCompilerFactory.loadCompiler(CompilerType.ECLIPSE, VERSION, "");
        JavaCompilerSettings settings = compiler.createDefaultSettings();
        settings.setSourceVersion(VERSION);
        settings.setTargetVersion(VERSION);
        Classes classes = new Classes();
        CompilationProblem[] found = compiler.compile(
                        sources.keySet().toArray(String[]::new), new Sources(sources), classes, seen, settings)
                .getErrors();
        List<Finding> errors = new ArrayList<>();
        for (CompilationProblem problem : found) {
            errors.add(new Finding(problem.getMessage(), line(problem.getFileName(), problem.getStartLine())));
        }
        return new Result(classes.written, errors);
    }

    private String line(String path, int number) {
        byte[] source = sources.get(path);
        if (source == null || number < 1) {
            return "";
        }
        return new String(source, StandardCharsets.UTF_8)
                .lines()
                .skip(number - 1L)
                .findFirst()
                .orElse("");
    }

    /** What the compiler reads. */
    private record Sources(Map<String, byte[]> sources) implements ResourceReader {
        @Override
        public boolean isAvailable(PortablePath path) {
            return sources.containsKey(path.asString());
        }

        @Override
        public byte @Nullable [] getBytes(PortablePath path) {
            return sources.get(path.asString());
        }

        @Override
        public Collection<PortablePath> getFilePaths() {
            return sources.keySet().stream().map(PortablePath::of).toList();
        }

        @Override
        public void mark() {
            // nothing is read twice
        }

        @Override
        public Collection<String> getModifiedResourcesSinceLastMark() {
            return List.of();
        }
    }

    /** What the compiler writes. */
    private static final class Classes implements ResourceStore {
        private final Map<String, byte[]> written = new HashMap<>();

        @Override
        public void write(PortablePath path, byte[] code) {
            written.put(path.asString(), code);
        }

        @Override
        public void write(PortablePath path, byte[] code, boolean createFolder) {
            write(path, code);
        }

        @Override
        public byte @Nullable [] read(PortablePath path) {
            return written.get(path.asString());
        }

        @Override
        public void remove(PortablePath path) {
            written.remove(path.asString());
        }
    }
}
