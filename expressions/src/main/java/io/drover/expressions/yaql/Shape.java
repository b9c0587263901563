package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a call's arguments are written.
 *
 * @param given whether a place holds an argument, by position
 * @param pairs whether a place holds a pair, by position
 * @param named places of named arguments
 * @param oddNames whether something is named by another thing than a word
 */
record Shape(List<Boolean> given, List<Boolean> pairs, Map<String, Integer> named, boolean oddNames) {
    static Shape of(List<Node> arguments, boolean keywords) {
        List<Boolean> given = new ArrayList<>();
        List<Boolean> pairs = new ArrayList<>();
        Map<String, Integer> named = new LinkedHashMap<>();
        boolean odd = false;
        for (int i = 0; i < arguments.size(); i++) {
            Node argument = arguments.get(i);
            if (keywords && argument instanceof Node.Pair pair) {
                boolean word = pair.key() instanceof Node.Word;
                odd |= !word;
                if (word) {
                    named.put(((Node.Word) pair.key()).text(), i);
                }
            } else {
                given.add(argument != Node.Empty.PLACE);
                pairs.add(argument instanceof Node.Pair);
            }
        }
        return new Shape(given, pairs, named, odd);
    }

    /** Of so many values, then named ones. */
    static Shape of(int positional, List<String> names) {
        List<Boolean> given = new ArrayList<>();
        List<Boolean> pairs = new ArrayList<>();
        for (int i = 0; i < positional; i++) {
            given.add(true);
            pairs.add(false);
        }
        Map<String, Integer> named = new LinkedHashMap<>();
        names.forEach(name -> named.put(name, positional + named.size()));
        return new Shape(given, pairs, named, false);
    }

    void refuseOddNames() {
        if (oddNames) {
            throw oddName();
        }
    }

    static String name(Node.Pair pair) {
        if (pair.key() instanceof Node.Word word) {
            return word.text();
        }
        throw oddName();
    }

    private static ExpressionException oddName() {
        return new ExpressionException("MappingTranslationException", "Cannot convert mapping to keyword argument");
    }
}
