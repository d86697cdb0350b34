/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Changes to JSON values, the same for many letters. They are made in the order: rename, remove, set. */
final class Transformation {
    private static final ObjectMapper JSON = Decoding.MAPPER;

    @Option(
            names = "--rename",
            paramLabel = "PATH=NAME",
            description = "Give a field another name: payload.after.fullname=name.")
    List<String> renames = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "PATH", description = "Take a field out: payload.after.legacy.")
    List<String> removals = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "PATH=JSON",
            description = "Give a field a value, as JSON or else as text: payload.after.country=DE.")
    List<String> settings = new ArrayList<>();

    boolean isEmpty() {
        return renames.isEmpty() && removals.isEmpty() && settings.isEmpty();
    }

    /** The changed value; {@code null} if the changes leave it as it is, or cannot be made, since it is no JSON object. */
    byte @Nullable [] apply(byte @Nullable [] value) {
        if (value == null || !(Decoding.tree(value) instanceof ObjectNode root)) {
            return null;
        }
        ObjectNode changed = root.deepCopy();
        renames.forEach(rename -> rename(changed, rename));
        removals.forEach(path -> parent(changed, path, (parent, field) -> parent.remove(field)));
        settings.forEach(setting -> set(changed, setting));
        if (changed.equals(root)) {
            return null;
        }
        try {
            return JSON.writeValueAsBytes(changed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }

    private static void rename(ObjectNode root, String rename) {
        int equals = split(rename, "--rename", "PATH=NAME");
        parent(root, rename.substring(0, equals), (parent, field) -> {
            JsonNode value = parent.remove(field);
            if (value != null) {
                parent.set(rename.substring(equals + 1), value);
            }
        });
    }

    private static void set(ObjectNode root, String setting) {
        int equals = split(setting, "--set", "PATH=JSON");
        parent(
                root,
                setting.substring(0, equals),
                (parent, field) -> parent.set(field, value(setting.substring(equals + 1))));
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isMissingNode() ? JSON.getNodeFactory().textNode(text) : value;
        } catch (JsonProcessingException e) {
            // Not JSON, so it is meant as it stands.
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static int split(String change, String option, String form) {
        int equals = change.indexOf('=');
        if (equals <= 0) {
            throw DlqException.usage(option + " '" + change + "' is not of the form " + form);
        }
        return equals;
    }

    @FunctionalInterface
    private interface Change {
        void at(ObjectNode parent, String field);
    }

    /** Finds the object that a path's last field is in, if there is one. */
    private static void parent(ObjectNode root, String path, Change change) {
        String[] fields = path.split("\\.");
        JsonNode at = root;
        for (int i = 0; i < fields.length - 1; i++) {
            at = at.path(fields[i]);
        }
        if (at instanceof ObjectNode parent) {
            change.at(parent, fields[fields.length - 1]);
        }
    }
}
