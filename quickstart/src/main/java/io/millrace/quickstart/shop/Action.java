/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.shop;

import java.sql.SQLException;
import java.util.List;

/**
 * Something that may happen in the store.
 *
 * @param weight how often, relative to the others
 * @param step what is done
 */
record Action(int weight, Step step) {
    /** Changes rows and returns how many. */
    interface Step {
        int applyTo(BikeStore store) throws SQLException;
    }

    /** More grow than vanish, and most are plain updates, as in a store. */
    static final List<Action> ALL = List.of(
            new Action(16, BikeStore::placeOrder),
            new Action(24, BikeStore::advanceOrder),
            new Action(10, BikeStore::cancelOrder),
            new Action(16, BikeStore::changePrice),
            new Action(6, BikeStore::rewriteDescription),
            new Action(1, BikeStore::addProduct),
            new Action(1, BikeStore::renameProduct),
            new Action(6, BikeStore::addCustomer),
            new Action(10, BikeStore::editCustomer),
            new Action(4, BikeStore::removeCustomer),
            new Action(3, BikeStore::renumberItem),
            new Action(3, BikeStore::renumberOrder),
            new Action(3, BikeStore::replaceItem));

    private static final int TOTAL = ALL.stream().mapToInt(Action::weight).sum();

    /** One of them, by weight. */
    static Action any(Words words) {
        int rest = words.upTo(TOTAL);
        for (Action action : ALL) {
            rest -= action.weight();
            if (rest <= 0) {
                return action;
            }
        }
        throw new IllegalStateException("Weights do not add up");
    }
}
