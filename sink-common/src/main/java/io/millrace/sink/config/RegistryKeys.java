/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.registry.RegistrySettings;
import io.millrace.sink.tls.Truststore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The keys of the schema registry. Stateless. */
final class RegistryKeys {
    static final String URL = "schema.registry.url";
    static final String USER_INFO = "schema.registry.basic.auth.user.info";
    static final String TOKEN = "schema.registry.bearer.auth.token";
    static final String HEADERS = "schema.registry.headers";
    static final TruststoreKeys TRUSTSTORE = new TruststoreKeys("schema.registry.ssl.truststore");
    static final String TIMEOUT = "schema.registry.timeout.ms";

    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
    private static final Duration BACKOFF = Duration.ofMillis(100);

    private static final ConfigDef.Validator URLS =
            Definitions.validator("list of http or https addresses", (key, value) -> {
                for (Object element : value == null ? List.of() : (List<?>) value) {
                    requireUrl(key, element.toString());
                }
            });

    private RegistryKeys() {}

    private static void requireUrl(String key, String text) {
        try {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (url.getHost() != null
                    && url.getUserInfo() == null
                    && (scheme.equals("http") || scheme.equals("https"))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without what the text may hold.
        }
        throw new ConfigException(
                key + " must hold addresses such as 'https://registry:8081', without user and password in them; set '"
                        + USER_INFO + "' for those");
    }

    static void define(ConfigDef definition) {
        Definitions group = new Definitions(definition, "Schema registry");
        group.add(
                        URL,
                        Type.LIST,
                        List.of(),
                        URLS,
                        Importance.HIGH,
                        "URLs",
                        "Addresses of a schema registry with Confluent's REST API, separated by commas: the one that Avro"
                                + " records name their schemas of. If several, they are of one registry; the next is asked"
                                + " when one fails.")
                .add(
                        USER_INFO,
                        Type.PASSWORD,
                        null,
                        null,
                        Importance.MEDIUM,
                        "User and password",
                        "Login as 'user:password'.")
                .add(
                        TOKEN,
                        Type.PASSWORD,
                        null,
                        null,
                        Importance.MEDIUM,
                        "Bearer token",
                        "In place of user and password: a token that is sent as 'Authorization: Bearer'.")
                .add(
                        HEADERS,
                        Type.PASSWORD,
                        null,
                        null,
                        Importance.LOW,
                        "Headers",
                        "Further HTTP headers, as 'name:value' separated by commas.");
        TRUSTSTORE
                .define(group)
                .add(
                        TIMEOUT,
                        Type.INT,
                        10_000,
                        Range.between(100, 600_000),
                        Importance.LOW,
                        "Timeout",
                        "Longest wait in ms for a connection and for an answer; after that the question is asked again. Records"
                                + " wait meanwhile, and with them their task.");
    }

    static void check(ConfigView config, Problems problems) {
        boolean url = !config.list(URL).isEmpty();
        if (config.posted(USER_INFO) != null && config.posted(TOKEN) != null) {
            problems.add(TOKEN, "is set beside '" + USER_INFO + "'; use one or the other");
        }
        for (String key : List.of(USER_INFO, TOKEN, HEADERS, TRUSTSTORE.location())) {
            if (!url && config.posted(key) != null && config.posted(URL) == null) {
                problems.add(key, "has no meaning without '" + URL + "'");
            }
        }
        String headers = config.posted(HEADERS);
        if (headers != null && parse(headers) == null) {
            problems.add(HEADERS, "must be of the form 'name:value', separated by commas");
        }
        String user = config.posted(USER_INFO);
        if (user != null && user.indexOf(':') < 1) {
            problems.add(USER_INFO, "must be of the form 'user:password'");
        }
        TRUSTSTORE.check(config, problems);
    }

    static RegistrySettings read(AbstractConfig config, List<URI> urls) {
        Map<String, String> headers = new LinkedHashMap<>();
        Password login = config.getPassword(USER_INFO);
        Password token = config.getPassword(TOKEN);
        if (login != null) {
            byte[] bytes = login.value().getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        } else if (token != null) {
            headers.put("Authorization", "Bearer " + token.value());
        }
        Password further = config.getPassword(HEADERS);
        Map<String, String> parsed = further == null ? null : parse(further.value());
        if (parsed != null) {
            headers.putAll(parsed);
        }
        return new RegistrySettings(
                urls,
                headers,
                TRUSTSTORE.read(config).map(RegistryKeys::context),
                Duration.ofMillis(config.getInt(TIMEOUT)),
                BACKOFF,
                MAX_BACKOFF);
    }

    private static SSLContext context(Truststore truststore) {
        try {
            return truststore.context();
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(TRUSTSTORE.location(), truststore.file(), "cannot be used as a truststore: " + e);
        }
    }

    /** Headers by name, or {@code null} if the text is none. */
    private static @Nullable Map<String, String> parse(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : text.split(",")) {
            int colon = header.indexOf(':');
            if (colon < 1 || header.substring(0, colon).isBlank()) {
                return null;
            }
            headers.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return headers;
    }
}
