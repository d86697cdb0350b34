/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.elasticsearch.http.Caller;
import io.millrace.elasticsearch.http.Causes;
import io.millrace.elasticsearch.http.Cluster;
import io.millrace.elasticsearch.http.Reply;
import io.millrace.sink.config.Problems;
import io.millrace.sink.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each address of a cluster while its configuration is being validated. What can only be wrong is a problem; what
 * may be an outage is a line in the log. Confined to one thread.
 */
final class ConnectionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCheck.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

    private final Problems problems;
    private final TimeSource time;

    ConnectionCheck(Problems problems, TimeSource time) {
        this.problems = problems;
        this.time = time;
    }

    /** Takes some ten seconds at most; addresses that there is no time for are not asked. */
    void run(ConnectionSettings settings) {
        long begin = time.nanos();
        for (URI url : settings.urls()) {
            if (time.nanos() - begin > LONGEST_CHECK.toNanos()) {
                LOG.warn("Address {} was not checked: those before it took too long", url);
                return;
            }
            if (!check(only(settings, url), url)) {
                return;
            }
        }
    }

    private static ConnectionSettings only(ConnectionSettings settings, URI url) {
        return new ConnectionSettings(
                List.of(url),
                settings.user(),
                settings.password(),
                settings.apiKey(),
                settings.tls(),
                shorter(settings.connectTimeout()),
                shorter(settings.requestTimeout()),
                settings.gzip());
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
    }

    /** Whether the next address is worth asking. */
    private boolean check(ConnectionSettings settings, URI url) {
        try (Cluster cluster = new Cluster(settings, 1);
                Caller caller = cluster.caller()) {
            return check(caller.ask("GET", "/"), settings, url);
        } catch (IOException e) {
            return check(e, url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean check(Reply reply, ConnectionSettings settings, URI url) {
        int status = reply.status();
        if (status == 401) {
            return refuse(loginKey(settings), "is refused by " + url + " (401)");
        }
        if (status == 404 || status / 100 == 3) {
            return refuse(
                    ConnectionFragment.URL,
                    url + " answers with " + status + ": there is no Elasticsearch at this address and path");
        }
        if (reply.isSuccess() && !reply.isJson()) {
            return refuse(ConnectionFragment.URL, url + " does not answer in JSON: it is no Elasticsearch");
        }
        // Anything else, a lack of privileges for this question included, comes from a cluster that knows us.
        return true;
    }

    private static String loginKey(ConnectionSettings settings) {
        if (settings.apiKey().isPresent()) {
            return ConnectionFragment.API_KEY;
        }
        return settings.user().isPresent() ? ConnectionFragment.PASSWORD : ConnectionFragment.USER;
    }

    private boolean check(IOException error, URI url) {
        if (Causes.has(error, UnknownHostException.class)) {
            return refuse(ConnectionFragment.URL, "host '" + url.getHost() + "' is not known");
        }
        if (Causes.isUntrusted(error)) {
            return refuse(
                    ConnectionFragment.TRUSTSTORE.location(),
                    "does not lead to a certificate that " + url + " shows: " + error.getMessage());
        }
        if (Causes.has(error, SSLException.class)
                && String.valueOf(error.getMessage()).contains("SSL message")) {
            return refuse(
                    ConnectionFragment.URL, url + " does not speak TLS; should the address begin with 'http://'?");
        }
        LOG.warn("{} does not answer, which may pass; the configuration is taken as it is: {}", url, error.toString());
        return true;
    }

    private boolean refuse(String key, String message) {
        problems.add(key, message);
        return false;
    }
}
