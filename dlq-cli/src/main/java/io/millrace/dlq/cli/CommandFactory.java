/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands; those that ask for the surroundings in their constructor get them. Confined to the main thread. */
final class CommandFactory implements CommandLine.IFactory {
    private final Main.Surroundings surroundings;
    private final CommandLine.IFactory others = CommandLine.defaultFactory();

    CommandFactory(Main.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            if (parameters.length == 1 && parameters[0] == Main.Surroundings.class) {
                return type.cast(constructor.newInstance(surroundings));
            }
        }
        return others.create(type);
    }
}
