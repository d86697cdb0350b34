/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    private Path folder;

    @Test
    void start_processEndsTooEarly_messageHoldsExitCodeAndTheEndOfTheLog() {
        String script = "for i in $(seq 60); do echo line $i; done; exit 3";
        ServerProcess process =
                new ServerProcess(Launch.of("script", List.of("sh", "-c", script), folder), () -> false);
        assertThatThrownBy(process::start)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("ended with exit code 3")
                .hasMessageContaining("line 11\n")
                .hasMessageEndingWith("line 60")
                .hasMessageNotContaining("line 10\n");
        assertThat(process.alive()).isFalse();
    }

    @Test
    void start_neverReady_isKilledAtTheDeadline() {
        Launch launch = new Launch(
                "slow",
                List.of("sh", "-c", "echo up; exec sleep 1000"),
                folder,
                Duration.ofMillis(300),
                Launch.END_WITHIN,
                "TERM");
        ServerProcess process = new ServerProcess(launch, () -> {
            throw new IOException("refused");
        });
        assertThatThrownBy(process::start)
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("was not ready within")
                .hasMessageEndingWith("up")
                .hasRootCauseMessage("refused");
        assertThat(process.alive()).isFalse();
    }

    @Test
    void start_unknownProgram_saysWhich() {
        Launch launch = Launch.of("missing", List.of("/no/such/program"), folder);
        assertThatThrownBy(() -> new ServerProcess(launch, () -> true).start())
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void start_runningAlready_isRefused() {
        ServerProcess process = process("exec sleep 1000");
        process.start();
        assertThatThrownBy(process::start).isInstanceOf(ServerFailure.class).hasMessageContaining("running already");
        process.kill();
    }

    @Test
    void kill_takesTheChildrenOfTheProcessWithIt() {
        ServerProcess process = process("sleep 1000 & echo child $!; wait");
        process.start();
        await().until(() -> !childIds().isEmpty());
        long child = childIds().get(0);

        process.kill();

        assertThat(isRunning(child)).isFalse();
    }

    @Test
    void stop_signalIgnored_isKilled() {
        Launch launch = new Launch(
                "script",
                List.of("sh", "-c", "trap '' TERM; echo deaf; while true; do sleep 0.05; done"),
                folder,
                Launch.READY_WITHIN,
                Duration.ofMillis(300),
                "TERM");
        ServerProcess process =
                new ServerProcess(launch, () -> LastLines.of(log()).equals("deaf"));
        process.start();
        process.stop();
        assertThat(process.alive()).isFalse();
    }

    @Test
    void suspend_stopsTheClockUntilResume() {
        ServerProcess process = process("while true; do echo tick; sleep 0.02; done");
        process.start();
        await().until(() -> !LastLines.of(log()).isEmpty());

        process.suspend();
        assertThat(ProcessState.letter(process.pid())).isEqualTo('T');

        process.resume();
        await().until(() -> ProcessState.letter(process.pid()) != 'T');
        process.kill();
    }

    /** No hook runs in a JVM that is killed; its children must not stay behind all the same. */
    @Test
    void jvmKilled_childEndsToo() throws IOException {
        Process jvm = otherJvm("wait");
        try (BufferedReader output = jvm.inputReader()) {
            long child = Long.parseLong(output.readLine());
            Path scratch = Path.of(output.readLine());
            assertThat(isRunning(child)).isTrue();

            jvm.destroyForcibly();

            await().until(() -> !isRunning(child));
            Scratch.deleteTree(scratch);
        }
    }

    @Test
    void jvmEnds_childAndTemporaryFolderAreGone() throws IOException, InterruptedException {
        Process jvm = otherJvm("end");
        try (BufferedReader output = jvm.inputReader()) {
            long child = Long.parseLong(output.readLine());
            Path scratch = Path.of(output.readLine());

            assertThat(jvm.waitFor()).isZero();

            assertThat(isRunning(child)).isFalse();
            assertThat(scratch).doesNotExist();
        }
    }

    private static Process otherJvm(String then) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherJvm.class.getName(),
                        then)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private ServerProcess process(String script) {
        return new ServerProcess(Launch.of("script", List.of("sh", "-c", script), folder), () -> Files.exists(log()));
    }

    private Path log() {
        return folder.resolve("script.log");
    }

    private List<Long> childIds() {
        return LastLines.of(log())
                .lines()
                .filter(line -> line.startsWith("child "))
                .map(line -> Long.valueOf(line.substring(6)))
                .toList();
    }

    private static boolean isRunning(long process) {
        return !ProcessHandle.of(process).map(ProcessState::hasEnded).orElse(true);
    }
}
