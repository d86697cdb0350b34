/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.sink.config.Definitions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Checks the addresses of a cluster. Stateless. */
final class Urls {
    /** Takes lists of http and https addresses, all with the same path, none with a password in it. */
    static final ConfigDef.Validator VALIDATOR =
            Definitions.validator("list of http://... or https://...", (key, value) -> {
                List<?> urls = value == null ? List.of() : (List<?>) value;
                if (urls.isEmpty()) {
                    throw new ConfigException(key + " must name at least one address, such as https://search:9200");
                }
                for (Object url : urls) {
                    String problem = problem(String.valueOf(url));
                    if (problem != null) {
                        // The address is not repeated: it may hold a password.
                        throw new ConfigException(key + " " + problem);
                    }
                }
                if (urls.stream()
                                .map(url -> path(String.valueOf(url)))
                                .distinct()
                                .count()
                        > 1) {
                    throw new ConfigException(key, value, "has addresses with different paths; they must be the same");
                }
            });

    private Urls() {}

    private static @Nullable String problem(String text) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            return "holds something that is no address: " + e.getReason() + " at character " + e.getIndex();
        }
        String scheme = url.getScheme();
        if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
            return "holds an address that begins neither with 'http://' nor with 'https://'";
        }
        if (url.getRawUserInfo() != null) {
            return "holds a user or a password, which would be shown to everybody; use 'connection.user' and"
                    + " 'connection.password'";
        }
        if (url.getHost() == null) {
            return "holds an address without a host";
        }
        return url.getRawQuery() != null || url.getRawFragment() != null
                ? "holds an address with '?' or '#', which have no meaning here"
                : null;
    }

    private static String path(String url) {
        String path = Objects.requireNonNullElse(parse(url).getPath(), "");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** An address that has been checked. */
    static URI parse(String url) {
        return URI.create(url.strip());
    }
}
