/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happens in the store: each method does one thing in the current transaction and returns how many rows it changed.
 *
 * <p>It keeps the keys in memory, so that the same seed leads to the same store. Confined to one thread.
 */
final class BikeStore implements AutoCloseable {
    private static final List<String> STATUSES = List.of("paid", "packed", "shipped", "returned");
    private static final int MOST_ITEMS = 4;
    private static final int RENUMBER_BY = 100;

    private record Order(long id, List<Integer> lines) {}

    private final Sql sql;
    private final Words words;
    private final List<Long> customers = new ArrayList<>();
    private final List<String> skus = new ArrayList<>();
    private final List<Order> orders = new ArrayList<>();
    private long lastCustomer;
    private long lastProduct;
    private long lastOrder;

    /** @param connection is closed with this */
    BikeStore(Connection connection, Words words) {
        this.sql = new Sql(connection);
        this.words = words;
    }

    void begin() throws SQLException {
        sql.begin();
    }

    void commit() throws SQLException {
        sql.commit();
    }

    int addCustomer() throws SQLException {
        long id = ++lastCustomer;
        customers.add(id);
        return sql.run(
                "INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)",
                id,
                "rider-" + id + "@example.org",
                words.person(),
                words.chance(50) ? words.chance(50) : null,
                words.money(5_000),
                words.chance(70) ? words.birthday() : null,
                words.tags(),
                words.preferences(),
                words.moment());
    }

    int editCustomer() throws SQLException {
        return sql.run(
                "UPDATE customers SET tags = ?, preferences = ?::jsonb, newsletter = ?, credit = ? WHERE id = ?",
                words.tags(),
                words.preferences(),
                words.chance(50) ? words.chance(50) : null,
                words.money(5_000),
                words.any(customers));
    }

    /** Only one without orders can go. */
    int removeCustomer() throws SQLException {
        Long id = words.any(customers);
        int removed = sql.run(
                "DELETE FROM customers WHERE id = ? AND NOT EXISTS (SELECT FROM orders WHERE customer_id = ?)", id, id);
        if (removed > 0) {
            customers.remove(id);
        }
        return removed;
    }

    int addProduct() throws SQLException {
        String sku = nextSku();
        skus.add(sku);
        return sql.run(
                "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)",
                sku,
                words.barcode(),
                words.bike(),
                words.money(9_000),
                words.chance(80) ? words.upTo(400) / 16.0 : null,
                words.upTo(500),
                words.chance(90) ? words.colours() : null,
                words.specs(),
                words.chance(60) ? words.thumbnail() : null,
                words.chance(90) ? words.description() : null,
                words.moment());
    }

    /** Leaves the large description alone, which is therefore not in the event. */
    int changePrice() throws SQLException {
        return sql.run(
                "UPDATE products SET price = ?, updated_at = ? WHERE sku = ?",
                words.money(9_000),
                words.moment(),
                words.any(skus));
    }

    /** The first products, at prices above all others. */
    int makeDear(int products) throws SQLException {
        int changed = 0;
        for (String sku : skus.subList(0, products)) {
            changed += sql.run(
                    "UPDATE products SET price = ?, updated_at = ? WHERE sku = ?",
                    BigDecimal.valueOf(10_000L + changed),
                    words.moment(),
                    sku);
        }
        return changed;
    }

    int rewriteDescription() throws SQLException {
        return sql.run(
                "UPDATE products SET description = ?, specs = ?::jsonb WHERE sku = ?",
                words.chance(90) ? words.description() : null,
                words.specs(),
                words.any(skus));
    }

    /**
     * Changes a primary key, and a value of every item that refers to it.
     *
     * <p>The description changes, too. If it did not, the event with the new key would come without it, and only the row
     * with the old key, deleted by then, would have told it.
     */
    int renameProduct() throws SQLException {
        int index = skus.indexOf(words.any(skus));
        String sku = skus.get(index);
        String renamed = nextSku();
        skus.set(index, renamed);
        int items = sql.run("UPDATE order_items SET quantity = quantity + 1 WHERE sku = ?", sku);
        int cascaded = items;
        return items
                + cascaded
                + sql.run(
                        "UPDATE products SET sku = ?, description = ? WHERE sku = ?",
                        renamed,
                        words.description(),
                        sku);
    }

    /** Changes a primary key without a word about a letter there may be, and a part of the key of every item. */
    int renumberOrder() throws SQLException {
        Order order = words.any(orders);
        Order renumbered = new Order(++lastOrder, order.lines());
        orders.set(orders.indexOf(order), renumbered);
        int cascaded = order.lines().size();
        return cascaded + sql.run("UPDATE orders SET id = ? WHERE id = ?", renumbered.id(), order.id());
    }

    int placeOrder() throws SQLException {
        Order order = new Order(++lastOrder, new ArrayList<>());
        int changed = sql.run(
                "INSERT INTO orders VALUES (?, ?, 'new', ?, ?, NULL)",
                order.id(),
                words.any(customers),
                words.note(),
                words.moment());
        for (int line = words.upTo(MOST_ITEMS); line > 0; line--) {
            changed += addItem(order, line);
        }
        orders.add(order);
        return changed;
    }

    private int addItem(Order order, int line) throws SQLException {
        String sku = words.any(skus);
        order.lines().add(line);
        return sql.run(
                        "INSERT INTO order_items VALUES (?, ?, ?, ?, ?, ?)",
                        order.id(),
                        line,
                        sku,
                        words.upTo(5),
                        words.money(9_000),
                        words.chance(60) ? words.discount() : null)
                + sql.run("UPDATE products SET in_stock = in_stock - 1 WHERE sku = ?", sku);
    }

    int advanceOrder() throws SQLException {
        String status = words.any(STATUSES);
        return sql.run(
                "UPDATE orders SET status = ?, shipped_at = ? WHERE id = ?",
                status,
                status.equals("shipped") ? words.moment() : null,
                words.any(orders).id());
    }

    int cancelOrder() throws SQLException {
        Order order = words.any(orders);
        orders.remove(order);
        return sql.run("DELETE FROM order_items WHERE order_id = ?", order.id())
                + sql.run("DELETE FROM orders WHERE id = ?", order.id());
    }

    /** Changes a part of a key of two columns. */
    int renumberItem() throws SQLException {
        Order order = words.any(orders);
        int last = order.lines().size() - 1;
        int line = order.lines().get(last);
        order.lines().set(last, line + RENUMBER_BY);
        return sql.run(
                "UPDATE order_items SET line = ? WHERE order_id = ? AND line = ?",
                line + RENUMBER_BY,
                order.id(),
                line);
    }

    /** A delete and an insert of the same key in one transaction. */
    int replaceItem() throws SQLException {
        Order order = words.any(orders);
        int line = order.lines().remove(order.lines().size() - 1);
        return sql.run("DELETE FROM order_items WHERE order_id = ? AND line = ?", order.id(), line)
                + addItem(order, line);
    }

    boolean hasMoreCustomersThan(int count) {
        return customers.size() > count;
    }

    boolean hasMoreOrdersThan(int count) {
        return orders.size() > count;
    }

    private String nextSku() {
        return String.format(Locale.ROOT, "BK-%06d", ++lastProduct);
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
