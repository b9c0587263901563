package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path into nested lists and mappings, in the dialect rule criteria and {@code jsonpath_query} are written in: {@code a.b}, {@code 'quoted name'}, {@code ["name"]}, {@code [0]}, {@code [1:3]}, {@code [*]},
 * {@code *}, {@code a..b}, {@code a,b}, {@code x|y}, {@code x where y}, {@code `this`}, {@code `parent`}, brackets, an optional {@code $} in front. {@code where} binds tightest, then {@code |}, then
 * {@code .}, then {@code ..}, then a position in brackets.
 */
public final class JsonPath {
    private static final TextCache<JsonPath> CACHE = new TextCache<>(1024);

    private final Step path;

    private JsonPath(Step path) {
        this.path = path;
    }

    /**
     * The path of a text.
     *
     * @throws ExpressionException of kind JsonPathError if it is none
     */
    public static JsonPath parse(String text) {
        return CACHE.get(text, path -> new JsonPath(new JsonPathParser(path).parse()));
    }

    /** Everything the path leads to, in the order of the data; an element that is there and null counts. Charged a step for each place that is looked at. */
    public List<@Nullable Object> find(@Nullable Object root, Meter meter) {
        List<Place> places = path.from(new Place(root, null), meter);
        List<@Nullable Object> found = new ArrayList<>(places.size());
        places.forEach(place -> found.add(place.value()));
        return found;
    }

    /** A value within the data, with what it is in; the root is in nothing. */
    record Place(@Nullable Object value, @Nullable Place parent) {
        Place inside(@Nullable Object member) {
            return new Place(member, this);
        }
    }

    /** Places that were found, each charged before it is kept. */
    record Places(List<Place> all, Meter meter) {
        void add(Place place) {
            meter.step();
            all.add(place);
        }
    }

    /** A part of a path. */
    sealed interface Step {
        void follow(Place from, Places found);

        /** Where the part leads to. */
        default List<Place> from(Place place, Meter meter) {
            Places found = new Places(new ArrayList<>(), meter);
            follow(place, found);
            return found.all();
        }
    }

    record Root() implements Step {
        @Override
        public void follow(Place from, Places found) {
            Place place = from;
            while (place.parent() != null) {
                found.meter().step();
                place = place.parent();
            }
            found.add(place);
        }
    }

    record This() implements Step {
        @Override
        public void follow(Place from, Places found) {
            found.add(from);
        }
    }

    record Parent() implements Step {
        @Override
        public void follow(Place from, Places found) {
            if (from.parent() == null) {
                throw new ExpressionException("JsonPathError", "`parent` stands at the root, which is in nothing");
            }
            found.add(from.parent());
        }
    }

    record Fields(List<String> names) implements Step {
        @Override
        public void follow(Place from, Places found) {
            found.meter().steps(names.size());
            if (from.value() instanceof Map<?, ?> map) {
                for (String name : names) {
                    Object member = Mappings.get(map, name);
                    if (member != Mappings.ABSENT) {
                        found.add(from.inside(member));
                    }
                }
            }
        }
    }

    record AllFields() implements Step {
        @Override
        public void follow(Place from, Places found) {
            found.meter().step();
            if (from.value() instanceof Map<?, ?> map) {
                map.values().forEach(member -> found.add(from.inside(member)));
            }
        }
    }

    record Index(long position) implements Step {
        @Override
        public void follow(Place from, Places found) {
            found.meter().step();
            Object value = from.value();
            Object element =
                    value instanceof List || value instanceof String ? Subscript.get(value, position) : Mappings.ABSENT;
            if (element != Mappings.ABSENT) {
                found.add(from.inside(element));
            }
        }
    }

    record Slice(
            @Nullable Long start,
            @Nullable Long stop,
            @Nullable Long step) implements Step {
        @Override
        public void follow(Place from, Places found) {
            // what is no list counts as a list of itself
            List<?> list = from.value() instanceof List<?> elements ? elements : Tuple.of(from.value());
            List<?> part = (List<?>) Subscript.slice(list, start, stop, step, found.meter());
            part.forEach(element -> found.add(from.inside(element)));
        }
    }

    record Child(Step first, Step then) implements Step {
        @Override
        public void follow(Place from, Places found) {
            for (Place place : first.from(from, found.meter())) {
                then.follow(place, found);
            }
        }
    }

    record Descendants(Step first, Step last) implements Step {
        @Override
        public void follow(Place from, Places found) {
            for (Place place : first.from(from, found.meter())) {
                below(place, found);
            }
        }

        private void below(Place place, Places found) {
            found.meter().enter();
            found.meter().step();
            last.follow(place, found);
            if (place.value() instanceof Map<?, ?> map) {
                map.values().forEach(member -> below(place.inside(member), found));
            } else if (place.value() instanceof List<?> list) {
                list.forEach(element -> below(place.inside(element), found));
            }
            found.meter().leave();
        }
    }

    record Either(Step one, Step other) implements Step {
        @Override
        public void follow(Place from, Places found) {
            one.follow(from, found);
            other.follow(from, found);
        }
    }

    record Where(Step wanted, Step condition) implements Step {
        @Override
        public void follow(Place from, Places found) {
            for (Place place : wanted.from(from, found.meter())) {
                if (!condition.from(place, found.meter()).isEmpty()) {
                    found.add(place);
                }
            }
        }
    }
}
