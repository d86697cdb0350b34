/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection: a thread that reads and a thread that writes, a bounded queue between them.
 *
 * <p>Two threads, as a latency must delay every chunk by the same time and not hold up those behind it. The mode is
 * asked when a chunk is about to go out. Fields are confined to the writing thread.
 */
final class Pipe {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int QUEUED_CHUNKS = 128;
    /** A reply may come in pieces; the request is taken as done when no further piece has come for this time. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Link link;
    private final Direction direction;
    private final Socket source;
    private final Socket target;
    private final ModeSwitch modes;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUED_CHUNKS);

    private @Nullable Mode counted;
    private long bytesInMode;
    private long nextSlot = System.nanoTime();
    private boolean dropping;

    Pipe(Link link, Direction direction, Socket source, Socket target, ModeSwitch modes) {
        this.link = link;
        this.direction = direction;
        this.source = source;
        this.target = target;
        this.modes = modes;
    }

    /** Body of the reading thread. */
    void read() {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            try {
                InputStream in = source.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    queue.put(new Chunk.Data(Arrays.copyOf(buffer, count), System.nanoTime()));
                }
                queue.put(new Chunk.End(System.nanoTime()));
            } catch (IOException broken) {
                queue.put(new Chunk.Break(System.nanoTime()));
            }
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    /** Body of the writing thread. */
    void write() {
        try {
            boolean open = true;
            while (open) {
                Chunk chunk = next();
                if (chunk == null) {
                    link.fault();
                    return;
                }
                open = deliver(chunk);
            }
        } catch (IOException broken) {
            link.cut();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next chunk; null when a reply is being dropped and seems to be over. */
    private @Nullable Chunk next() throws InterruptedException {
        return dropping ? queue.poll(QUIET_NANOS, TimeUnit.NANOSECONDS) : queue.take();
    }

    /** Whether there is more to deliver after this chunk. */
    private boolean deliver(Chunk chunk) throws IOException, InterruptedException {
        Mode mode = modes.mode();
        for (long hold = holdNanos(mode, chunk); hold > 0; hold = holdNanos(mode, chunk)) {
            modes.awaitOtherThan(mode, hold);
            mode = modes.mode();
        }
        if (mode instanceof Mode.BlackHole) {
            link.lossy(mode);
            return chunk instanceof Chunk.Data;
        }
        if (chunk instanceof Chunk.Data data) {
            return pass(mode, data.bytes());
        }
        if (chunk instanceof Chunk.Break) {
            link.cut();
        } else {
            target.shutdownOutput();
            link.ended();
        }
        return false;
    }

    private long holdNanos(Mode mode, Chunk chunk) {
        long now = System.nanoTime();
        if (mode instanceof Mode.Latency latency) {
            return chunk.readAt() + latency.nanosEachWay() - now;
        }
        if (mode instanceof Mode.Throttle) {
            return nextSlot - now;
        }
        return mode instanceof Mode.Freeze ? Long.MAX_VALUE : 0;
    }

    private boolean pass(Mode mode, byte[] bytes) throws IOException {
        if (mode != counted) {
            counted = mode;
            bytesInMode = 0;
        }
        if (direction == Direction.REPLY && mode instanceof Mode.DropResponse) {
            link.lossy(mode);
            dropping = true;
            return true;
        }
        if (direction == Direction.REPLY
                && mode instanceof Mode.ResetAfter reset
                && bytesInMode + bytes.length >= reset.replyBytes()) {
            out(bytes, (int) (reset.replyBytes() - bytesInMode));
            link.fault();
            return false;
        }
        if (mode instanceof Mode.Throttle throttle) {
            nextSlot = System.nanoTime() + TimeUnit.SECONDS.toNanos(bytes.length) / throttle.bytesPerSecond();
        }
        bytesInMode += bytes.length;
        out(bytes, bytes.length);
        return true;
    }

    private void out(byte[] bytes, int count) throws IOException {
        OutputStream out = target.getOutputStream();
        out.write(bytes, 0, count);
        out.flush();
    }
}
