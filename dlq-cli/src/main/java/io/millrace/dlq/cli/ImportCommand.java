/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Letters of others onto the topic. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Brings letters onto the topic: exported ones, or those of Kafka Connect or Spring Kafka. A letter that"
                        + " is there already is written again under the same id.")
final class ImportCommand extends LetterCommand {
    /** Where letters come from. */
    enum Format {
        LETTERS,
        CONNECT,
        SPRING
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "LETTERS",
            description = "LETTERS: JSON lines that 'export', files or S3 hold; CONNECT, SPRING: a topic of theirs.")
    Format format = Format.LETTERS;

    @Option(names = "--input", paramLabel = "FILE|FOLDER", description = "JSON lines, or a folder with *.jsonl.")
    @Nullable
    Path input;

    @Option(names = "--from-topic", paramLabel = "NAME", description = "Topic of CONNECT's or SPRING's letters.")
    @Nullable
    String from;

    @Option(names = "--yes", description = "Do it. Without it, only what would be done is said.")
    boolean yes;

    private long skipped;

    ImportCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        List<DeadLetter> letters = format == Format.LETTERS ? ofFiles() : ofTopic(cluster);
        if (skipped > 0) {
            err().println(skipped + " records do not say where they came from and are left out"
                    + " ('errors.deadletterqueue.context.headers.enable' was false?)");
        }
        if (letters.isEmpty()) {
            throw DlqException.notFound("there is nothing to import");
        }
        TopicDescription topic = cluster.topic(cluster.letters());
        if (topic == null) {
            throw DlqException.notFound("there is no topic '" + cluster.letters() + "'; create it first");
        }
        if (!yes) {
            err().println(letters.size() + " letters would be written to " + cluster.letters() + "; repeat with --yes");
            return ExitCodes.UNCONFIRMED;
        }
        int partitions = topic.partitions().size();
        Sending.all(
                cluster.producer(),
                letters.stream()
                        .map(letter -> LetterCodec.encode(
                                letter,
                                cluster.letters(),
                                ControlTopics.lettersPartition(
                                        letter.coordinates().partition(), partitions)))
                        .toList());
        out().println(letters.size() + " letters written to " + cluster.letters());
        return ExitCodes.OK;
    }

    private List<DeadLetter> ofTopic(Cluster cluster) {
        String source = from;
        if (source == null) {
            throw DlqException.usage("say where they are: --from-topic");
        }
        ForeignFormat foreign = format == Format.CONNECT ? ForeignFormat.CONNECT : ForeignFormat.SPRING;
        List<DeadLetter> letters = new ArrayList<>();
        new WholeTopic(cluster, progress()).read(source, record -> {
            DeadLetter letter = LetterCodec.isLetter(record)
                    ? LetterCodec.decode(record)
                    : foreign.letter(record, options.connector);
            if (letter == null) {
                skipped++;
            } else {
                letters.add(letter);
            }
        });
        return letters;
    }

    private List<DeadLetter> ofFiles() {
        Path source = input;
        if (source == null) {
            throw DlqException.usage("say where they are: --input");
        }
        List<DeadLetter> letters = new ArrayList<>();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> path.equals(source) || path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                read(file, letters);
            }
        } catch (IOException e) {
            throw DlqException.unreachable("'" + source + "' cannot be read", e);
        }
        return letters;
    }

    private static void read(Path file, List<DeadLetter> letters) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                letters.add(LetterJson.read(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                throw DlqException.usage(file + ", line " + number + ": " + e.getMessage());
            }
        }
    }
}
