package io.drover.expressions.yaql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which argument of a call goes to which parameter of a function. */
final class Plan {
    private final Overload overload;
    /** For each parameter, the place of its argument; -1 for its default. */
    private final int[] sources;
    /** Places of the arguments beyond the parameters. */
    private final List<Integer> rest;
    /** Places of the named arguments beyond the parameters. */
    private final Map<String, Integer> options;

    private Plan(Overload overload, int[] sources, List<Integer> rest, Map<String, Integer> options) {
        this.overload = overload;
        this.sources = sources;
        this.rest = rest;
        this.options = options;
    }

    /** The plans for those functions that the arguments fit by number and name. */
    static List<Plan> all(List<Overload> overloads, Shape shape) {
        List<Plan> plans = new ArrayList<>();
        for (Overload overload : overloads) {
            Plan plan = of(overload, shape);
            if (plan != null) {
                plans.add(plan);
            }
        }
        return plans;
    }

    private static @Nullable Plan of(Overload overload, Shape shape) {
        int count = overload.parameters().size();
        int[] sources = new int[count];
        Map<String, Integer> left = new LinkedHashMap<>(shape.named());
        for (int i = 0; i < count; i++) {
            Overload.Parameter parameter = overload.parameters().get(i);
            boolean given = i < shape.given().size() && shape.given().get(i);
            Integer named = left.remove(parameter.name());
            if ((given && named != null) || (!given && named == null && parameter.byDefault() == Overload.REQUIRED)) {
                return null;
            }
            sources[i] = given ? i : named == null ? -1 : named;
            if (given && !fits(parameter, shape.pairs().get(i))) {
                return null;
            }
        }
        List<Integer> rest = new ArrayList<>();
        for (int i = count; i < shape.given().size(); i++) {
            if (overload.rest() == null
                    || !shape.given().get(i)
                    || !fits(overload.rest(), shape.pairs().get(i))) {
                return null;
            }
            rest.add(i);
        }
        return left.isEmpty() || overload.options() != null ? new Plan(overload, sources, rest, left) : null;
    }

    private static boolean fits(Overload.Parameter parameter, boolean pair) {
        return parameter.kind() != Kind.CASE || pair;
    }

    /** Which of so many arguments are not to be evaluated. */
    boolean[] lazy(int arguments) {
        boolean[] lazy = new boolean[arguments];
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] >= 0) {
                lazy[sources[i]] = overload.parameters().get(i).kind().isLazy();
            }
        }
        Overload.Parameter more = overload.rest();
        if (more != null) {
            rest.forEach(place -> lazy[place] = more.kind().isLazy());
        }
        return lazy;
    }

    /** Runs the function whose parameters are nearest to the values. */
    static @Nullable Object run(List<Plan> plans, @Nullable Object[] values, Scope scope, String name, boolean method) {
        Plan best = null;
        for (Plan plan : plans) {
            if (plan.accepts(values)) {
                if (best == null || plan.isNearerThan(best, values.length)) {
                    best = plan;
                } else if (!best.isNearerThan(plan, values.length)) {
                    throw Invocation.Failures.ambiguous(name, method, method ? values[0] : null);
                }
            }
        }
        if (best == null) {
            throw Invocation.Failures.noMatch(name, method, method ? values[0] : null)
                    .found(Invocation.Failures.given(Arrays.asList(values)));
        }
        return best.overload.body().apply(scope, best.bound(values));
    }

    private boolean accepts(@Nullable Object[] values) {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] >= 0 && !overload.parameters().get(i).accepts(values[sources[i]])) {
                return false;
            }
        }
        Overload.Parameter more = overload.rest();
        for (int place : rest) {
            if (more == null || !more.accepts(values[place])) {
                return false;
            }
        }
        return true;
    }

    private boolean isNearerThan(Plan other, int arguments) {
        boolean nearer = false;
        for (int place = 0; place < arguments; place++) {
            Kind own = kindAt(place);
            Kind others = other.kindAt(place);
            if (others.isNearerThan(own)) {
                return false;
            }
            nearer |= own.isNearerThan(others);
        }
        return nearer;
    }

    private Kind kindAt(int place) {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] == place) {
                return overload.parameters().get(i).kind();
            }
        }
        Overload.Parameter more = overload.rest();
        return more != null && rest.contains(place) ? more.kind() : Kind.ANY;
    }

    private @Nullable Object[] bound(@Nullable Object[] values) {
        int count = sources.length;
        int size = count + (overload.rest() == null ? 0 : 1) + (overload.options() == null ? 0 : 1);
        @Nullable Object[] bound = new @Nullable Object[size];
        for (int i = 0; i < count; i++) {
            bound[i] = sources[i] >= 0
                    ? values[sources[i]]
                    : overload.parameters().get(i).byDefault();
        }
        int next = count;
        if (overload.rest() != null) {
            List<@Nullable Object> more = new ArrayList<>(rest.size());
            rest.forEach(place -> more.add(values[place]));
            bound[next++] = more;
        }
        if (overload.options() != null) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            options.forEach((option, place) -> named.put(option, values[place]));
            bound[next] = named;
        }
        return bound;
    }
}
