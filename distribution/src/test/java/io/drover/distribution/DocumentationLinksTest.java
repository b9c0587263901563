package io.drover.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the handbook lead to each other. */
class DocumentationLinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path START = ROOT.resolve("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");

    /** A link to a file of ours, and maybe to one of its headings. */
    private record Link(Path from, Path to, String heading) {
        boolean leadsSomewhere() {
            return Files.exists(to) && (heading.isEmpty() || headings(to).contains(heading));
        }

        @Override
        public String toString() {
            return ROOT.relativize(from) + " -> " + ROOT.relativize(to) + (heading.isEmpty() ? "" : "#" + heading);
        }
    }

    @Test
    void everyLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
        List<Link> links = new ArrayList<>();
        for (Path page : pages()) {
            links.addAll(links(page));
        }

        assertThat(links).hasSizeGreaterThan(100);
        assertThat(links).filteredOn(link -> !link.leadsSomewhere()).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheFirstOne() throws IOException {
        Set<Path> reached = new HashSet<>(Set.of(START));
        Deque<Path> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (Link link : links(open.remove())) {
                if (link.to().toString().endsWith(".md") && Files.exists(link.to()) && reached.add(link.to())) {
                    open.add(link.to());
                }
            }
        }

        assertThat(new TreeSet<>(reached)).containsAll(docs());
    }

    @Test
    void everyPageOfRulesIsInTheirIndexWithAnExample() throws IOException {
        String index = Files.readString(ROOT.resolve("docs/rules/README.md"), UTF_8);

        for (Path page : docs()) {
            if (page.startsWith(ROOT.resolve("docs/rules"))) {
                assertThat(index).contains(page.endsWith("README.md") ? "#" : "(" + page.getFileName() + ")");
            }
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(docs());
        pages.add(START);
        pages.add(ROOT.resolve("ARCHITECTURE.md"));
        pages.add(ROOT.resolve("CONTRIBUTING.md"));
        pages.add(ROOT.resolve("CHANGELOG.md"));
        return pages;
    }

    private static List<Path> docs() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Link> links(Path page) throws IOException {
        String text = Files.readString(page, UTF_8);
        String prose = CODE.matcher(FENCE.matcher(text).replaceAll("")).replaceAll("");
        List<Link> links = new ArrayList<>();
        Matcher link = LINK.matcher(prose);
        while (link.find()) {
            String target = link.group(1);
            if (!target.contains("://") && !target.startsWith("mailto:")) {
                int hash = target.indexOf('#');
                String file = hash < 0 ? target : target.substring(0, hash);
                Path to = file.isEmpty() ? page : page.resolveSibling(file).normalize();
                links.add(new Link(page, to, hash < 0 ? "" : target.substring(hash + 1)));
            }
        }
        return links;
    }

    /** {@return the headings of a page, as addresses of them are made} */
    private static Set<String> headings(Path page) {
        try {
            String text = FENCE.matcher(Files.readString(page, UTF_8)).replaceAll("");
            Set<String> headings = new HashSet<>();
            Matcher heading = HEADING.matcher(text);
            while (heading.find()) {
                headings.add(heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
            return headings;
        } catch (IOException e) {
            throw new AssertionError("Could not read " + page, e);
        }
    }
}
