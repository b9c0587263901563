package io.drover.expressions.differential;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes random texts by rules. In the file a line {@code name:} begins a rule, each indented line below it is one of its choices, {@code «name»} in it stands for another
 * rule, and {@code #} begins a comment.
 */
final class Grammar {
    private static final Pattern REFERENCE = Pattern.compile("«(\\w+)»");

    private final Map<String, List<String>> rules;

    private Grammar(Map<String, List<String>> rules) {
        this.rules = rules;
    }

    static Grammar read(String resource) throws IOException {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        List<String> choices = new ArrayList<>();
        for (String line : lines(resource)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                choices.add(line.strip());
            } else {
                choices = new ArrayList<>();
                rules.put(line.strip().replaceFirst(":$", ""), choices);
            }
        }
        return new Grammar(rules);
    }

    static List<String> lines(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Grammar.class.getResourceAsStream("/differential/" + resource), resource)) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        }
    }

    /** {@return a text of a rule; below the depth only choices without further rules are taken, where there are any} */
    String text(String rule, Random random, int depth) {
        List<String> choices = Objects.requireNonNull(rules.get(rule), rule);
        if (depth <= 0) {
            List<String> ends = choices.stream()
                    .filter(choice -> !REFERENCE.matcher(choice).find())
                    .toList();
            choices = ends.isEmpty() ? choices : ends;
        }
        String choice = choices.get(random.nextInt(choices.size()));
        Matcher references = REFERENCE.matcher(choice);
        StringBuilder text = new StringBuilder();
        while (references.find()) {
            references.appendReplacement(text, Matcher.quoteReplacement(text(references.group(1), random, depth - 1)));
        }
        return references.appendTail(text).toString();
    }
}
