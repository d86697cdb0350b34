/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.PipelineOptions;
import io.millrace.quickstart.pipeline.Servers;
import io.millrace.quickstart.pipeline.Targets;
import io.millrace.quickstart.pipeline.Verdict;
import io.millrace.quickstart.screen.Screen;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The quick start's command; {@code quickstart/run} calls it.
 *
 * <p>Exit codes: 0 if every target equals the source, 1 if not or if something failed, 2 for a wrong option.
 */
public final class Main {
    private static final int DIFFERENT = 1;
    private static final int USAGE = 2;
    private static final int INTERRUPTED_WITHIN_MILLIS = 300;

    private Main() {}

    /**
     * Runs it.
     *
     * @param arguments options
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean terminal = Boolean.getBoolean("millrace.terminal");
        Screen screen = new Screen(out, terminal, terminal && System.getenv("NO_COLOR") == null);
        Path folder = Path.of(System.getProperty("millrace.root"), "quickstart", "target", "run");
        CountDownLatch ending = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown, "ending"));
        try {
            Options options = Options.parse(List.of(arguments), folder);
            // The servers end with this JVM: not one of them is asked to end in good order.
            System.exit(run(options, screen) ? 0 : DIFFERENT);
        } catch (Options.UsageException wrong) {
            screen.say(String.valueOf(wrong.getMessage()));
            System.exit(USAGE);
        } catch (IOException | SQLException | RuntimeException failed) {
            endQuietlyIfInterrupted(ending);
            StringWriter trace = new StringWriter();
            failed.printStackTrace(new PrintWriter(trace));
            screen.say(screen.bad("Failed: ") + trace);
            System.exit(DIFFERENT);
        }
    }

    private static boolean run(Options options, Screen screen) throws IOException, SQLException {
        long start = System.nanoTime();
        screen.headline("Starting servers, seed " + options.seed());
        Servers servers = Servers.launch(server -> screen.say(seconds(start) + server));
        PipelineOptions pipelineOptions = new PipelineOptions("shop", options.seed(), 1, Map.of(), options.folder());
        Pipeline pipeline = Pipeline.start(servers, pipelineOptions, Targets.Ports.of(servers));

        try {
            return run(pipeline, options, screen, start);
        } finally {
            pipeline.saveLogs();
        }
    }

    private static boolean run(Pipeline pipeline, Options options, Screen screen, long start)
            throws IOException, SQLException {
        screen.headline("Registering connectors");
        pipeline.connect(connector -> screen.say(seconds(start) + connector));

        Verdict verdict = new Quickstart(pipeline, screen).run(options.seconds(), options.rate());
        screen.say("");
        screen.say(
                verdict.equal()
                        ? screen.good("EQUAL.") + " Every target has exactly the rows of the source."
                        : screen.bad("NOT EQUAL.") + " To look into it: --keep --seed " + options.seed());
        screen.say("Took " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s.");

        screen.headline(
                options.keep()
                        ? "Left running; Ctrl-C ends everything"
                        : "Where things were; --keep leaves them running");
        pipeline.whereabouts().forEach(line -> screen.say("  " + line));
        if (options.keep()) {
            untilInterrupted();
        }
        return verdict.equal();
    }

    /**
     * Ctrl-C reaches the servers, too, and a server that is gone looks like a failure; the signal may reach us a little
     * later.
     */
    private static void endQuietlyIfInterrupted(CountDownLatch ending) {
        try {
            if (ending.await(INTERRUPTED_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                // Does not return: the JVM is ending already.
                System.exit(DIFFERENT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ctrl-C ends the JVM, and the servers with it. */
    private static void untilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "  %5.1f s  ", (System.nanoTime() - start) / 1e9);
    }
}
