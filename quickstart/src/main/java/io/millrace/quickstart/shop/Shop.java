/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The bike store: its first rows, and then a random workload. Confined to one thread, but for {@link #changes} and
 * {@link #stop}.
 */
public final class Shop implements AutoCloseable {
    private static final String TABLES = "bike-store.sql";
    private static final int FIRST_CUSTOMERS = 300;
    private static final int FIRST_PRODUCTS = 120;
    private static final int FIRST_ORDERS = 400;
    private static final int FEW = 20;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final BikeStore store;
    private final Words words;
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean stopped;

    private Shop(BikeStore store, Words words) {
        this.store = store;
        this.words = words;
    }

    /**
     * Creates the tables and their first rows in an empty database.
     *
     * @param connection is closed with the shop
     * @param seed decides everything that happens
     * @return the shop, open
     * @throws SQLException if the database refuses
     */
    public static Shop open(Connection connection, long seed) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definitions());
        }
        Words words = new Words(new SplittableRandom(seed));
        BikeStore store = new BikeStore(connection, words);
        store.begin();
        for (int i = 0; i < FIRST_CUSTOMERS; i++) {
            store.addCustomer();
        }
        for (int i = 0; i < FIRST_PRODUCTS; i++) {
            store.addProduct();
        }
        for (int i = 0; i < FIRST_ORDERS; i++) {
            store.placeOrder();
        }
        store.commit();
        return new Shop(store, words);
    }

    /**
     * Lets things happen until {@link #stop}.
     *
     * @param changesPerSecond how many rows change in a second, on average
     * @throws SQLException if the database refuses
     */
    public void run(int changesPerSecond) throws SQLException {
        long start = System.nanoTime();
        long before = changes.get();
        while (!stopped) {
            long due = start + SECOND_NANOS * (changes.get() - before) / changesPerSecond;
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(Math.min(early, SECOND_NANOS / 10));
            } else {
                happen(Action.any(words));
            }
        }
    }

    /**
     * Changes one row more; when this change has come through, so has everything before it.
     *
     * @throws SQLException if the database refuses
     */
    public void lastChange() throws SQLException {
        changes.addAndGet(store.editCustomer());
        store.commit();
    }

    /**
     * Gives some products prices of 10,000 and more, which no other has.
     *
     * @param products how many products
     * @throws SQLException if the database refuses
     */
    public void makeDear(int products) throws SQLException {
        changes.addAndGet(store.makeDear(products));
        store.commit();
    }

    /** Ends {@link #run} after the transaction under way. */
    public void stop() {
        stopped = true;
    }

    /**
     * Rows changed since the shop was opened; a row that changes twice counts twice.
     *
     * @return number of changes
     */
    public long changes() {
        return changes.get();
    }

    /** Nothing that would leave the store without the rows that the next action needs. */
    private void happen(Action action) throws SQLException {
        if (store.hasMoreCustomersThan(FEW) && store.hasMoreOrdersThan(FEW)) {
            changes.addAndGet(action.step().applyTo(store));
        } else {
            changes.addAndGet(store.addCustomer() + store.placeOrder());
        }
        store.commit();
    }

    private static String definitions() {
        try (InputStream in = Shop.class.getResourceAsStream(TABLES)) {
            if (in == null) {
                throw new IllegalStateException("The build has left out " + TABLES);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(TABLES + " could not be read", failure);
        }
    }

    @Override
    public void close() throws SQLException {
        store.close();
    }
}
