package io.drover.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of rules say what happens at each edge, and which test proves it; those tests are there. */
class RuleEdgesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RULES = ROOT.resolve("docs/rules");
    /** Pages that are about no form, limit or rule of time and keys. */
    private static final Set<String> OTHERS = Set.of("README.md", "testing.md");

    private static final List<String> EDGES = List.of(
            "equal times",
            "an event at the very end",
            "one event in two places",
            "the key is missing or null",
            "a key of another type",
            "a late event",
            "the rule is changed meanwhile",
            "a restart meanwhile");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern TEST_ANNOTATION = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b.*");
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(.*");
    private static final int COLUMNS = 3;

    /** A line of a table on a page, whose last column names tests. */
    private record Row(Path page, List<String> cells) {
        String edge() {
            return cells.get(0);
        }

        String happens() {
            return cells.get(1);
        }

        List<String> tests() {
            return named(cells.get(COLUMNS - 1));
        }

        @Override
        public String toString() {
            return ROOT.relativize(page) + ": " + edge();
        }
    }

    @Test
    void everyPageTellsOfTheSameEdgesFirst() throws IOException {
        List<Path> pages = pages();

        assertThat(pages).hasSizeGreaterThanOrEqualTo(14);
        for (Path page : pages) {
            assertThat(rows(page))
                    .as(page.toString())
                    .extracting(Row::edge)
                    .startsWith(EDGES.toArray(String[]::new))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void everyEdgeSaysWhatHappensAndWhichTestProvesIt() throws IOException {
        for (Path page : pages()) {
            assertThat(rows(page)).allSatisfy(row -> {
                assertThat(row.happens()).as(row.toString()).isNotBlank();
                assertThat(row.tests()).as(row.toString()).isNotEmpty();
            });
        }
    }

    @Test
    void everyTestThatIsNamedIsRun() throws IOException {
        Set<String> tests = tests();

        for (Path page : documents()) {
            assertThat(named(Files.readString(page, UTF_8)))
                    .as(page.toString())
                    .filteredOn(test -> !tests.contains(test))
                    .isEmpty();
        }
    }

    private static List<Path> pages() throws IOException {
        return documents().stream()
                .filter(page -> !OTHERS.contains(String.valueOf(page.getFileName())))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(RULES)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** {@return the rows of the tables that name tests} */
    private static List<Row> rows(Path page) throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean isTable = false;
        for (String line : Files.readAllLines(page, UTF_8)) {
            boolean isHead = line.endsWith("| proved by |");
            isTable = isHead || (isTable && line.startsWith("|"));
            if (isTable && !isHead && !line.startsWith("|---")) {
                rows.add(new Row(page, cells(line)));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = Arrays.stream(line.substring(1).split("(?<!\\\\)\\|", -1))
                .map(String::strip)
                .toList();
        assertThat(cells).as(line).hasSize(COLUMNS + 1);
        return cells.subList(0, COLUMNS);
    }

    private static List<String> named(String text) {
        return NAMED_TEST
                .matcher(text)
                .results()
                .map(test -> test.group(1) + "." + test.group(2))
                .toList();
    }

    /** {@return the tests of all modules, by class and method} */
    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    addTests(sources, tests);
                }
            }
        }
        return tests;
    }

    private static void addTests(Path sources, Set<String> tests) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().matches(".*(Test|IT)\\.java"))
                    .toList()) {
                String testClass = String.valueOf(file.getFileName()).replace(".java", "");
                addTests(testClass, Files.readAllLines(file, UTF_8), tests);
            }
        }
    }

    private static void addTests(String testClass, List<String> lines, Set<String> tests) {
        boolean isTest = false;
        for (String line : lines) {
            String code = line.strip();
            if (TEST_ANNOTATION.matcher(code).matches()) {
                isTest = true;
            } else if (code.startsWith("@Disabled")) {
                isTest = false;
            }
            Matcher method = METHOD.matcher(code);
            if (method.matches()) {
                if (isTest) {
                    tests.add(testClass + "." + method.group(1));
                }
                isTest = false;
            }
        }
    }
}
