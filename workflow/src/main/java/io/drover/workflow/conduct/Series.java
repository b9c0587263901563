package io.drover.workflow.conduct;

import java.util.AbstractList;
import java.util.Collection;
import java.util.RandomAccess;
import java.util.function.IntConsumer;

/**
 * A list that never changes, of which another one with an element more, or another element, is made without copying all of
 * it: both share what is equal in them. So two states of a run are compared, and kept, at the cost of what changed.
 *
 * <p>It is a tree of nodes of 32; the elements stand in the lowest ones.
 */
final class Series<T> extends AbstractList<T> implements RandomAccess {
    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;
    private static final Object[] NO_NODES = {};

    private final Object[] root;
    private final int shift;
    private final int size;

    private Series(Object[] root, int shift, int size) {
        this.root = root;
        this.shift = shift;
        this.size = size;
    }

    static <T> Series<T> of() {
        return new Series<>(NO_NODES, 0, 0);
    }

    /** {@return the elements of a collection; it itself where it is one already} */
    @SuppressWarnings("unchecked") // what only gives elements may give them as what they are
    static <T> Series<T> of(Collection<? extends T> elements) {
        if (elements instanceof Series<?> series) {
            return (Series<T>) series;
        }
        Series<T> all = of();
        for (T element : elements) {
            all = all.plus(element);
        }
        return all;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    @SuppressWarnings("unchecked") // only elements are put in
    public T get(int index) {
        return (T) leaf(index)[index & MASK];
    }

    private Object[] leaf(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        Object[] node = root;
        for (int level = shift; level > 0; level -= BITS) {
            node = (Object[]) node[(index >>> level) & MASK];
        }
        return node;
    }

    /** {@return the same with another element at a place; this where it is the same object} */
    Series<T> with(int index, T element) {
        Object before = leaf(index)[index & MASK];
        return before == element ? this : new Series<>(put(root, shift, index, element), shift, size);
    }

    /** {@return the same with one element more} */
    Series<T> plus(T element) {
        boolean full = size == 1 << (shift + BITS);
        Object[] top = full ? new Object[] {root} : root;
        int height = full ? shift + BITS : shift;
        return new Series<>(put(top, height, size, element), height, size + 1);
    }

    /** {@return the same with more elements} */
    Series<T> plusAll(Collection<? extends T> elements) {
        Series<T> all = this;
        for (T element : elements) {
            all = all.plus(element);
        }
        return all;
    }

    private static Object[] put(Object[] node, int level, int index, Object element) {
        int slot = (index >>> level) & MASK;
        Object[] copy = new Object[Math.max(node.length, slot + 1)];
        System.arraycopy(node, 0, copy, 0, node.length);
        if (level == 0) {
            copy[slot] = element;
        } else {
            Object[] below = slot < node.length ? (Object[]) node[slot] : NO_NODES;
            copy[slot] = put(below, level - BITS, index, element);
        }
        return copy;
    }

    /**
     * Tells the places, in order, at which this has another object than an earlier series had, or one more. What it was made
     * of without change is skipped as a whole.
     */
    void differences(Series<T> before, IntConsumer found) {
        int common = Math.min(size, before.size);
        int at = 0;
        while (at < common) {
            int same = sameFrom(before, at);
            if (same > 0) {
                at += same;
            } else {
                found.accept(at++);
            }
        }
        for (int i = common; i < size; i++) {
            found.accept(i);
        }
    }

    /** {@return whether this begins with all elements of another series, which are compared by their equality} */
    boolean startsWith(Series<T> other) {
        if (other.size > size) {
            return false;
        }
        int at = 0;
        while (at < other.size) {
            int same = sameFrom(other, at);
            if (same == 0 && !get(at).equals(other.get(at))) {
                return false;
            }
            at += Math.max(1, same);
        }
        return true;
    }

    /** {@return how many elements from a place on are known to be the same objects, by the largest node that both share} */
    @SuppressWarnings("ReferenceEquality") // equal nodes are of no use: only shared ones cost nothing to compare
    private int sameFrom(Series<T> other, int index) {
        Object[] own = at(index, Math.min(shift, other.shift));
        Object[] others = other.at(index, Math.min(shift, other.shift));
        for (int level = Math.min(shift, other.shift); level >= 0; level -= BITS) {
            int width = 1 << (level + BITS);
            if (own == others) {
                return width - (index & (width - 1));
            }
            Object mine = own[(index >>> level) & MASK];
            Object theirs = others[(index >>> level) & MASK];
            if (level == 0) {
                return mine == theirs ? 1 : 0;
            }
            own = (Object[]) mine;
            others = (Object[]) theirs;
        }
        return 0;
    }

    /** {@return the node of a level that a place is in} */
    private Object[] at(int index, int level) {
        Object[] node = root;
        for (int above = shift; above > level; above -= BITS) {
            node = (Object[]) node[(index >>> above) & MASK];
        }
        return node;
    }
}
