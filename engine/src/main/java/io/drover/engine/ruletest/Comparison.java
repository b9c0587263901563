package io.drover.engine.ruletest;

import io.drover.model.rule.RuleTest;
import io.drover.model.text.SpanText;
import io.drover.workflow.rehearse.Difference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the calls that came with those that a case expects. Each expected call takes the first that fits it; what then is
 * left over is shown beside the expected one that it misses by the least.
 */
final class Comparison {
    private final RuleTest.Case wanted;
    private final List<Called> left;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(RuleTest.Case wanted, List<Called> called) {
        this.wanted = wanted;
        this.left = new ArrayList<>(called);
    }

    /** {@return what went otherwise than the case says} */
    static List<Difference> of(RuleTest.Case wanted, List<Called> called, int limited, boolean shadow) {
        Comparison comparison = new Comparison(wanted, called);
        comparison.calls();
        if (wanted.limited() != null && wanted.limited() != limited) {
            comparison.differences.add(new Difference("limited", wanted.limited(), limited));
        }
        if (wanted.shadow() != null && wanted.shadow() != shadow) {
            comparison.differences.add(new Difference("shadow", wanted.shadow(), shadow));
        }
        return comparison.differences;
    }

    private void calls() {
        List<Integer> missed = new ArrayList<>();
        for (int place = 0; place < wanted.expected().size(); place++) {
            RuleTest.Call expected = wanted.expected().get(place);
            Optional<Called> fitting =
                    left.stream().filter(call -> misses(expected, call) == 0).findFirst();
            fitting.ifPresent(left::remove);
            if (fitting.isEmpty()) {
                missed.add(place);
            }
        }
        for (int place : missed) {
            RuleTest.Call expected = wanted.expected().get(place);
            Optional<Called> nearest = left.stream()
                    .filter(call -> call.action().equals(expected.action()))
                    .min(Comparator.comparingInt(call -> misses(expected, call)));
            nearest.ifPresent(left::remove);
            differences.add(new Difference(
                    "expect[" + place + "]",
                    document(expected),
                    nearest.map(call -> call.document(
                                    expected.parameters().keySet(), expected.at() != null, expected.phase() != null))
                            .orElse(null)));
        }
        left.forEach(call -> differences.add(new Difference("not expected", null, call.document())));
    }

    private static Map<String, @Nullable Object> document(RuleTest.Call call) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (call.at() != null) {
            document.put("at", SpanText.of(call.at()));
        }
        document.put("action", call.action().toString());
        if (!call.parameters().isEmpty()) {
            document.put("parameters", call.parameters());
        }
        if (call.phase() != null) {
            document.put("phase", call.phase());
        }
        return document;
    }

    /** {@return in how many points a call is not as expected} */
    private static int misses(RuleTest.Call expected, Called call) {
        int misses = expected.action().equals(call.action()) ? 0 : 1;
        misses += expected.at() == null || expected.at().equals(call.at()) ? 0 : 1;
        misses += expected.phase() == null || expected.phase().equals(call.phase()) ? 0 : 1;
        misses += call.problem() == null ? 0 : 1;
        for (Map.Entry<String, @Nullable Object> parameter :
                expected.parameters().entrySet()) {
            boolean same = call.parameters().containsKey(parameter.getKey())
                    && same(parameter.getValue(), call.parameters().get(parameter.getKey()));
            misses += same ? 0 : 1;
        }
        return misses;
    }

    /** Numbers are compared by their value: nobody wants to know whether an average of 3 is written 3 or 3.0. */
    private static boolean same(@Nullable Object expected, @Nullable Object found) {
        if (expected instanceof Number one && found instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        if (expected instanceof Map<?, ?> one && found instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.entrySet().stream().allMatch(entry -> same(entry.getValue(), other.get(entry.getKey())));
        }
        if (expected instanceof List<?> one && found instanceof List<?> other) {
            Iterator<?> others = other.iterator();
            return one.size() == other.size() && one.stream().allMatch(element -> same(element, others.next()));
        }
        return Objects.equals(expected, found);
    }
}
