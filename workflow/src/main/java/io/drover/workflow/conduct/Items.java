package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Predicate;

/** The items of one task: a list that never changes, and that knows without a look at all of them how they stand. */
public final class Items extends AbstractList<Item> implements RandomAccess {
    private final int number;
    private final Series<Item> items;
    private final Tally tally;
    private final int firstUnstarted;

    private Items(int number, Series<Item> items, Tally tally, int firstUnstarted) {
        this.number = number;
        this.items = items;
        this.tally = tally;
        this.firstUnstarted = firstUnstarted;
    }

    /** @param number tells the lists of items of one run apart */
    static Items of(int number, List<Item> items) {
        Tally tally = Tally.NONE;
        int first = items.size();
        for (int i = items.size() - 1; i >= 0; i--) {
            Status status = items.get(i).status();
            tally = tally.plus(status, 1);
            first = status == Status.NULL ? i : first;
        }
        return new Items(number, Series.of(items), tally, first);
    }

    static Items unstarted(int number, int size) {
        Series<Item> items = Series.of(Collections.nCopies(size, Item.UNSTARTED));
        return new Items(number, items, Tally.NONE.plus(Status.NULL, size), 0);
    }

    int number() {
        return number;
    }

    Series<Item> series() {
        return items;
    }

    @Override
    public Item get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    /** {@return the same with one item changed} */
    Items with(int index, Item item) {
        Series<Item> changed = items.with(index, item);
        int first = item.status() == Status.NULL ? Math.min(index, firstUnstarted) : firstUnstarted;
        while (first < changed.size() && changed.get(first).status() != Status.NULL) {
            first++;
        }
        return new Items(number, changed, tally.moved(items.get(index).status(), item.status()), first);
    }

    /** {@return characters and values of what they gave} */
    long resultSize() {
        return items.stream().mapToLong(Item::resultSize).sum();
    }

    int count(Predicate<Status> is) {
        return tally.count(is);
    }

    boolean any(Predicate<Status> is) {
        return count(is) > 0;
    }

    /** {@return whether any item but one has such a status} */
    boolean anyBut(int except, Predicate<Status> is) {
        return count(is) > (except < items.size() && is.test(items.get(except).status()) ? 1 : 0);
    }

    /** {@return the first items that have not started, no more than so many} */
    List<Integer> unstarted(long most) {
        List<Integer> found = new ArrayList<>();
        for (int i = firstUnstarted; i < items.size() && found.size() < most; i++) {
            if (items.get(i).status() == Status.NULL) {
                found.add(i);
            }
        }
        return found;
    }
}
