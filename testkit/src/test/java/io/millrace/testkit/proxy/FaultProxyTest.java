/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int PATIENT_MILLIS = 10_000;
    private static final int IMPATIENT_MILLIS = 200;

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.before("127.0.0.1", server.port());
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        proxy.close();
        server.close();
    }

    @Test
    void pass_bytesGoThroughBothWaysAndTheEndToo() throws IOException {
        try (Socket client = connect()) {
            send(client, "hello");
            assertThat(receive(client, 5)).isEqualTo("hello");

            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            await().until(() -> proxy.connections() == 0);
            assertThat(proxy.faults()).isZero();
        }
    }

    @Test
    void pass_manyBytes_arriveWholeAndInOrder() throws IOException {
        String megabyte = "0123456789abcdef".repeat(65_536);
        try (Socket client = connect()) {
            Thread sender = new Thread(() -> send(client, megabyte));
            sender.start();
            assertThat(receive(client, megabyte.length())).isEqualTo(megabyte);
        }
    }

    @Test
    void latency_answerTakesAtLeastTheRoundTrip() throws IOException {
        Duration roundTrip = Duration.ofMillis(200);
        proxy.latency(roundTrip);
        try (Socket client = connect()) {
            long start = System.nanoTime();
            send(client, "hello");
            assertThat(receive(client, 5)).isEqualTo("hello");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(roundTrip.toNanos());
        }
    }

    @Test
    void latency_changedToPass_whatWaitsGoesAtOnce() throws IOException {
        proxy.latency(Duration.ofHours(1));
        try (Socket client = connect()) {
            send(client, "hello");
            proxy.pass();
            assertThat(receive(client, 5)).isEqualTo("hello");
        }
    }

    @Test
    void throttle_bytesTakeAtLeastTheirTime() throws IOException {
        proxy.throttle(100_000);
        String text = "x".repeat(50_000);
        try (Socket client = connect()) {
            long start = System.nanoTime();
            send(client, text);
            assertThat(receive(client, text.length())).isEqualTo(text);
            // The first chunk goes at once: less than the half second that the rate alone would make.
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    @Test
    void resetAfter_requestArrivesAndTheReplyBreaksOff() throws IOException {
        proxy.resetAfter(3);
        try (Socket client = connect()) {
            send(client, "hello");
            assertThatThrownBy(() -> receive(client, 5)).isInstanceOf(SocketException.class);
            assertThat(server.received()).startsWith("hello");
            assertThat(proxy.faults()).isEqualTo(1);
        }
    }

    @Test
    void dropResponse_requestArrivesAndEveryConnectionBreaks() throws IOException {
        proxy.dropResponse();
        for (int attempt = 1; attempt <= 2; attempt++) {
            try (Socket client = connect()) {
                send(client, "hello");
                assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
                assertThat(proxy.faults()).isEqualTo(attempt);
            }
        }
        // Both ends of both connections see the break, the server's end a little later than the client's.
        await().until(() -> server.received().equals("hello!hello!"));
    }

    @Test
    void dropOneResponse_theNextConnectionIsWell() throws IOException {
        proxy.dropOneResponse();
        try (Socket client = connect()) {
            send(client, "lost");
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        }
        try (Socket client = connect()) {
            send(client, "hello");
            assertThat(receive(client, 5)).isEqualTo("hello");
        }
    }

    @Test
    void blackHole_nothingArrives_andTheConnectionBreaksWhenItEnds() throws IOException {
        try (Socket client = connect()) {
            proxy.blackHole();
            send(client, "lost");
            client.setSoTimeout(IMPATIENT_MILLIS);
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(PATIENT_MILLIS);

            proxy.pass();
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
            assertThat(server.received()).doesNotContain("lost");
        }
    }

    @Test
    void freeze_whatWasSentArrivesLate() throws IOException {
        try (Socket client = connect()) {
            proxy.freeze();
            send(client, "late");
            client.setSoTimeout(IMPATIENT_MILLIS);
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(PATIENT_MILLIS);
            assertThat(server.received()).isEmpty();

            proxy.pass();
            assertThat(receive(client, 4)).isEqualTo("late");
        }
    }

    @Test
    void freeze_senderGivesUp_whatItSentArrivesAllTheSame() throws IOException {
        proxy.freeze();
        try (Socket client = connect()) {
            send(client, "zombie");
        }
        proxy.pass();
        await().until(() -> server.received().startsWith("zombie"));
    }

    @Test
    void refuse_newConnectionsBreakAndOpenOnesStay() throws IOException {
        try (Socket before = connect()) {
            send(before, "a");
            receive(before, 1);
            proxy.refuse();
            try (Socket client = connect()) {
                assertThatThrownBy(() -> {
                            send(client, "b");
                            receive(client, 1);
                        })
                        .hasStackTraceContaining(SocketException.class.getName());
            }
            send(before, "c");
            assertThat(receive(before, 1)).isEqualTo("c");
            assertThat(proxy.faults()).isEqualTo(1);
        }
    }

    @Test
    void cutAll_openConnectionsBreakAndNewOnesPass() throws IOException {
        try (Socket cut = connect();
                Socket after = cutThenConnect(cut)) {
            assertThatThrownBy(() -> receive(cut, 1)).isInstanceOf(SocketException.class);
            send(after, "hello");
            assertThat(receive(after, 5)).isEqualTo("hello");
        }
    }

    @Test
    void serverGone_clientSeesAReset() throws IOException, InterruptedException {
        server.close();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void close_endsAllThreadsOfTheProxy() throws IOException {
        try (Socket client = connect()) {
            send(client, "a");
            receive(client, 1);
            String name = "fault-proxy-" + proxy.port() + "-";
            assertThat(threadsNamed(name)).isEqualTo(5);

            proxy.close();

            await().until(() -> threadsNamed(name) == 0);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENT_MILLIS);
        return socket;
    }

    private Socket cutThenConnect(Socket open) throws IOException {
        send(open, "a");
        receive(open, 1);
        proxy.cutAll();
        return connect();
    }

    private static long threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        } catch (IOException failure) {
            throw new AssertionError("Not sent", failure);
        }
    }

    private static String receive(Socket socket, int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("Only " + bytes.length + " of " + count + " bytes came");
        }
        return new String(bytes, UTF_8);
    }
}
