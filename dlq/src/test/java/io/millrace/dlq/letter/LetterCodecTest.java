/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LetterCodecTest {
    private static ConsumerRecord<byte[], byte[]> onTopic(DeadLetter letter) {
        ProducerRecord<byte[], byte[]> sent = LetterCodec.encode(letter, "letters", 0);
        return new ConsumerRecord<>(
                "letters",
                0,
                1,
                sent.timestamp(),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    @Test
    void letter_comesBackWhole() {
        DeadLetter letter = Letters.letter(5);

        assertThat(LetterCodec.decode(onTopic(letter)))
                .usingRecursiveComparison()
                .isEqualTo(letter);
    }

    @Test
    void editedLetter_comesBackWhole() {
        DeadLetter letter = Letters.letter(5).edited(Letters.letter(6).record(), 3);

        assertThat(LetterCodec.decode(onTopic(letter)))
                .usingRecursiveComparison()
                .isEqualTo(letter);
    }

    @Test
    void letterOfAnEarlierVersion_getsItsFingerprintWhenItIsRead() {
        ConsumerRecord<byte[], byte[]> old = onTopic(Letters.letter(5));
        ConsumerRecord<byte[], byte[]> other = onTopic(Letters.letter(6));
        for (ConsumerRecord<byte[], byte[]> record : List.of(old, other)) {
            record.headers().remove(LetterHeaders.FINGERPRINT).remove(LetterHeaders.FINGERPRINT_TITLE);
        }

        assertThat(LetterCodec.decode(old).fingerprint())
                .isEqualTo(LetterCodec.decode(other).fingerprint());
    }
}
