/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Path FOLDER = Path.of("run");

    @Test
    void nothing_meansDefaults() throws Options.UsageException {
        Options options = parse();

        assertThat(options.seconds()).isEqualTo(Options.SECONDS);
        assertThat(options.rate()).isEqualTo(Options.RATE);
        assertThat(options.keep()).isFalse();
        assertThat(options.folder()).isEqualTo(FOLDER);
    }

    @Test
    void everyOption_isTaken() throws Options.UsageException {
        assertThat(parse("--seconds=10", "--keep", "--rate=50", "--seed=42"))
                .isEqualTo(new Options(10, 50, 42, true, FOLDER));
    }

    @Test
    void wrongValues_areRefusedWithWhatWouldDo() {
        assertThatThrownBy(() -> parse("--seconds=0"))
                .hasMessage("--seconds must be a whole number from 1 to 86400, not '0'");
        assertThatThrownBy(() -> parse("--rate=fast"))
                .hasMessage("--rate must be a whole number from 1 to 100000, not 'fast'");
        assertThatThrownBy(() -> parse("--seed")).hasMessage("--seed needs a number, as in --seed=10");
        assertThatThrownBy(() -> parse("--quick")).hasMessage("unknown option '--quick'; --help lists all");
        assertThatThrownBy(() -> parse("--keep=no")).hasMessage("unknown option '--keep=no'; --help lists all");
    }

    private static Options parse(String... arguments) throws Options.UsageException {
        return Options.parse(List.of(arguments), FOLDER);
    }
}
