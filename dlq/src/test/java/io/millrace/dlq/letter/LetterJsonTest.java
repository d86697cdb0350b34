/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class LetterJsonTest {
    private static DeadLetter roundTrip(DeadLetter letter) {
        return LetterJson.read(LetterJson.write(letter));
    }

    private static void assertSame(DeadLetter read, DeadLetter written) {
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    @Test
    void everyField_comesBack() {
        assertSame(roundTrip(Letters.letter(7)), Letters.letter(7));
    }

    @Test
    void whatIsMissing_staysMissing() {
        DeadLetter bare = Letters.letter(7).asReference(false);

        assertSame(roundTrip(bare), bare);
    }

    @Test
    void editedLetter_knowsItsParent() {
        DeadLetter letter = Letters.letter(7);
        DeadLetter edited = letter.edited(letter.record(), 1);

        assertSame(roundTrip(edited), edited);
        assertThat(edited.parent()).isEqualTo(letter.id());
        assertThat(edited.id()).isNotEqualTo(letter.id());
        assertThat(letter.edited(letter.record(), 2).id()).isNotEqualTo(edited.id());
    }

    @Test
    void anyBytes_comeBackExactly() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] key = random(random);
            byte[] value = random(random);
            List<Header> headers = List.of(new RecordHeader("a", random(random)), new RecordHeader("a", (byte[]) null));
            DeadLetter letter =
                    Letters.letter(i).withRecord(new RecordBytes(key, value, headers, PayloadFidelity.ORIGINAL));

            assertThat(roundTrip(letter))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(letter);
        }
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
            return bytes;
        }
        StringBuilder text = new StringBuilder();
        random.ints(bytes.length, 1, 0xD7FF).forEach(text::appendCodePoint);
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void textIsReadable_andItIsOneLine() {
        String line = new String(LetterJson.write(Letters.letter(7)), UTF_8);

        assertThat(line).doesNotContain("\n").contains("\"headers\":[{\"name\":\"trace\",\"text\":\"t-1\"}");
    }

    @Test
    void whatIsNoLetter_isRefusedWithTheReason() {
        assertThatThrownBy(() -> LetterJson.read(Letters.bytes("{\"v\":1,\"new\":{\"a\":[1]}}")))
                .hasMessageContaining("field 'id' is missing");
        assertThatThrownBy(() -> LetterJson.read(Letters.bytes("{\"v\":2}"))).hasMessageContaining("format 2");
        assertThatThrownBy(() -> LetterJson.read(Letters.bytes("nothing"))).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> LetterJson.read(Letters.bytes("[]"))).hasMessageContaining("not a JSON object");
    }
}
