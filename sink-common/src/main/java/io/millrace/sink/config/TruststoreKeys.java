/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.tls.Truststore;
import io.millrace.sink.tls.Truststore.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;

/** The three keys of a truststore, wherever there is one. Immutable and thread-safe. */
public final class TruststoreKeys {
    private final String location;
    private final String type;
    private final String password;

    /** @param prefix of the three keys, without a dot at its end */
    public TruststoreKeys(String prefix) {
        this.location = prefix + ".location";
        this.type = prefix + ".type";
        this.password = prefix + ".password";
    }

    /** The key that names the file: without it there is no truststore. */
    public String location() {
        return location;
    }

    /** Defines the keys among others of their group. */
    public Definitions define(Definitions group) {
        return group.add(
                        location,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.MEDIUM,
                        "Truststore",
                        "File with the certificates of the authorities to trust on https connections; the JVM's own if it is"
                                + " not set. Must be there on every worker.")
                .add(
                        type,
                        Type.STRING,
                        Definitions.name(Kind.PEM),
                        Definitions.oneOf(Kind.class),
                        Importance.LOW,
                        "Truststore type",
                        "What kind of file the truststore is: 'pem' (certificates as text), 'pkcs12' or 'jks'.")
                .add(
                        password,
                        Type.PASSWORD,
                        null,
                        null,
                        Importance.LOW,
                        "Truststore password",
                        "Opens a truststore of type 'pkcs12' or 'jks'.");
    }

    /** Opens the file, if one is named, and tells what is wrong with it. */
    public void check(ConfigView config, Problems problems) {
        String file = config.text(location);
        String kind = config.text(type);
        String secret = config.posted(password);
        if (file == null && secret != null) {
            problems.add(location, "must be set, since '" + password + "' is");
        } else if (file != null && kind != null && kind.equals(Definitions.name(Kind.PEM)) && secret != null) {
            problems.add(password, "has no meaning, since '" + type + "' is 'pem'");
        } else if (file != null && kind != null) {
            Optional<Password> opens = Optional.ofNullable(secret).map(Password::new);
            try {
                new Truststore(file, Definitions.constant(Kind.class, kind), opens).context();
            } catch (IOException | GeneralSecurityException e) {
                problems.add(location, "'" + file + "' cannot be used as a truststore of type '" + kind + "': " + e);
            }
        }
    }

    /** The truststore of a configuration that has been checked, if there is one. */
    public Optional<Truststore> read(AbstractConfig config) {
        return Optional.ofNullable(config.getString(location))
                .map(file -> new Truststore(
                        file,
                        Definitions.constant(Kind.class, config.getString(type)),
                        Optional.ofNullable(config.getPassword(password))));
    }
}
