package io.drover.engine.drools.drl;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that Drools makes of conditions, each with the rules that test with it: equal conditions of several rules share
 * one. They are found in the text that Drools generates, where each rule is a method that names its classes.
 */
final class Conditions {
    private static final Pattern RULE = Pattern.compile("(?m)^ *\\* Rule name: (.*)$");
    private static final Pattern TEST = Pattern.compile("[\\w.]+\\.Lambda(?:Predicate|Extractor)\\w+(?=\\.INSTANCE)");

    private final Map<String, Set<String>> rules = new HashMap<>();

    /** Reads a generated source; most are not of rules. */
    void read(String source) {
        Matcher heads = RULE.matcher(source);
        boolean found = heads.find();
        while (found) {
            String rule = heads.group(1);
            int from = heads.end();
            found = heads.find();
            int to = found ? heads.start() : source.length();
            Matcher tests = TEST.matcher(source).region(from, to);
            while (tests.find()) {
                rules.computeIfAbsent(tests.group(), key -> new TreeSet<>()).add(rule);
            }
        }
    }

    /** {@return the names of rules by the name of a class} */
    Map<String, Set<String>> rules() {
        return rules;
    }
}
