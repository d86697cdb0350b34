/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command as a user who is not root.
 *
 * <p>PostgreSQL's programs refuse to run as root, and builds in containers do run as root. Only then the command goes
 * through {@code setpriv} (util-linux), which replaces itself by the command: the process id stays the child's.
 * Stateless.
 */
final class Unprivileged {
    private static final String USER = "nobody";
    private static final String GROUP = "nogroup";

    private Unprivileged() {}

    static List<String> command(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> wrapped =
                new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + GROUP, "--clear-groups"));
        wrapped.addAll(command);
        return wrapped;
    }

    /** Hands the folder to the user the command will run as. */
    static void handOver(Path folder) {
        if (!isRoot()) {
            return;
        }
        try {
            FileSystem files = folder.getFileSystem();
            UserPrincipalLookupService lookup = files.getUserPrincipalLookupService();
            PosixFileAttributeView attributes = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
            attributes.setOwner(lookup.lookupPrincipalByName(USER));
            attributes.setGroup(lookup.lookupPrincipalByGroupName(GROUP));
        } catch (IOException failure) {
            throw new UncheckedIOException("Folder " + folder + " cannot be given to user " + USER, failure);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
