-- The source. Keys of one and of two columns, numbers and text as keys, and types that are easy to get wrong.

CREATE TABLE customers (
  id          bigint PRIMARY KEY,
  email       text NOT NULL UNIQUE,
  name        text NOT NULL,
  -- NULL although there is a default: a pipeline must not put the default back.
  newsletter  boolean DEFAULT true,
  credit      numeric(12, 2) NOT NULL,
  born        date,
  tags        text[] NOT NULL,
  preferences jsonb NOT NULL,
  created_at  timestamptz NOT NULL
);

CREATE TABLE products (
  sku         varchar(20) PRIMARY KEY,
  barcode     uuid NOT NULL,
  name        text NOT NULL,
  price       numeric(10, 2) NOT NULL,
  weight_kg   double precision,
  in_stock    integer NOT NULL,
  colours     text[],
  specs       jsonb NOT NULL,
  thumbnail   bytea,
  -- Large and stored out of line: an update of other columns is sent without it.
  description text,
  updated_at  timestamptz NOT NULL
);
ALTER TABLE products ALTER COLUMN description SET STORAGE EXTERNAL;

CREATE TABLE orders (
  id          bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  status      text NOT NULL,
  -- NULL, a few words, or a long letter.
  note        text DEFAULT 'none',
  ordered_at  timestamptz NOT NULL,
  shipped_at  timestamptz
);
ALTER TABLE orders ALTER COLUMN note SET STORAGE EXTERNAL;
-- Orders get new numbers. Otherwise a letter that has not changed would not be sent with the new number, and nobody
-- behind the source could know it: a table with large values whose keys change needs its full identity in the log.
ALTER TABLE orders REPLICA IDENTITY FULL;

CREATE TABLE order_items (
  -- A new number of an order is a change of key here, too.
  order_id    bigint NOT NULL REFERENCES orders ON UPDATE CASCADE,
  line        smallint NOT NULL,
  -- A new number of a product is a change of key there, and of a value here.
  sku         varchar(20) NOT NULL REFERENCES products ON UPDATE CASCADE,
  quantity    integer NOT NULL,
  price       numeric(10, 2) NOT NULL,
  -- No scale: each value brings its own.
  discount    numeric,
  PRIMARY KEY (order_id, line)
);
CREATE INDEX ON order_items (sku);
