/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The rules of the house that a machine can hold. Stateless. */
final class HouseRules {
    private HouseRules() {}

    /** Rules for code that is shipped. */
    static List<ArchRule> shipped() {
        return List.of(
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .because("waiting is a state with a time, not a thread that stands still"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("..sink.time..")
                        .should()
                        .callMethod(System.class, "nanoTime")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("time is injected, so that tests can decide it"),
                noClasses()
                        .that()
                        .haveSimpleNameNotEndingWith("LaneThreads")
                        .and()
                        .haveSimpleNameNotEndingWith("LetterThread")
                        .should()
                        .callConstructor(Thread.class, Runnable.class, String.class)
                        .orShould()
                        .callConstructor(Thread.class, Runnable.class)
                        .because("two classes own threads; every other runs on theirs"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages("..sink.decode..", "..dlq..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.kafka.connect.data..")
                        .because("behind the decoder nobody knows in which form a record came"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("..sink.connect..")
                        .and(areNoConnectorOrTask())
                        .should()
                        .beAssignableTo("org.apache.kafka.connect.connector.Connector")
                        .orShould()
                        .beAssignableTo("org.apache.kafka.connect.connector.Task")
                        .because("only connectors and tasks extend Connect's types"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.kafka.connect.runtime..", "org.apache.kafka.common.utils..")
                        .because("those are the worker's own and change without notice"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.millrace.testkit..")
                        .because("the testkit is for tests, benchmarks and the quick start"),
                noClasses()
                        .that()
                        .resideInAnyPackage("..sink.lane..", "..sink.ledger..", "..sink.wire..", "..sink.json..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.stream..")
                        .because("this is the hot path"),
                noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err"));
    }

    /** Which packages may know which. */
    static List<ArchRule> arrows() {
        return List.of(
                noOneKnows(
                        "..dlq..",
                        "io.millrace.sink..",
                        "io.millrace.jdbc..",
                        "io.millrace.elasticsearch..",
                        "io.millrace.s3.."),
                noOneKnows("..sink.record..", "..sink.decode..", "..sink.lane..", "..sink.spi..", "..sink.pipeline.."),
                noOneKnows("..sink.wire..", "..sink.spi..", "..sink.lane..", "..sink.pipeline..", "..sink.decode.."),
                noOneKnows("..sink.spi..", "..sink.lane..", "..sink.decode..", "..sink.pipeline..", "..sink.config.."),
                noOneKnows("..sink.ledger..", "..sink.lane..", "..sink.spi..", "..sink.pipeline..", "..sink.decode.."),
                noOneKnows("..sink.decode..", "..sink.lane..", "..sink.spi..", "..sink.pipeline..", "..sink.ledger.."),
                noOneKnows(
                        "..sink.lane..", "..sink.order..", "..sink.pipeline..", "..sink.decode..", "..sink.config.."),
                noOneKnows("..sink.order..", "..sink.pipeline..", "..sink.decode..", "..sink.config.."),
                noOneKnows("..sink.pipeline..", "..sink.config.."),
                noOneKnows(
                        "io.millrace.sink..", "io.millrace.jdbc..", "io.millrace.elasticsearch..", "io.millrace.s3.."),
                noOneKnows("io.millrace.jdbc..", "io.millrace.elasticsearch..", "io.millrace.s3.."),
                noOneKnows("io.millrace.elasticsearch..", "io.millrace.jdbc..", "io.millrace.s3.."),
                noOneKnows("io.millrace.s3..", "io.millrace.jdbc..", "io.millrace.elasticsearch.."),
                noClasses()
                        .that()
                        .resideInAnyPackage("io.millrace.sink..")
                        .and()
                        .resideOutsideOfPackage("..sink.connect..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("..sink.connect..")
                        .because("the edge knows the core, never the other way round"));
    }

    private static ArchRule noOneKnows(String from, String... to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to);
    }

    /** Rules of shape, for all code but tests. */
    static List<ArchRule> shape() {
        return List.of(
                classes()
                        .that()
                        .areNotInterfaces()
                        .and()
                        .areNotEnums()
                        .and()
                        .areNotAnonymousClasses()
                        .and()
                        .doNotHaveSimpleName("package-info")
                        .and()
                        .doNotHaveModifier(ABSTRACT)
                        .and()
                        // JMH extends benchmarks by classes that it writes.
                        .areNotAnnotatedWith("org.openjdk.jmh.annotations.State")
                        .and()
                        .resideOutsideOfPackage("..jmh_generated..")
                        .should()
                        .haveModifier(FINAL)
                        .because("a class is final unless it says how to extend it"),
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl")
                        .because("such names say nothing"));
    }

    /** Rules for tests. */
    static List<ArchRule> tests() {
        return List.of(
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .because("tests wait on conditions"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.mockito..", "org.easymock..")
                        .because("fakes live in the testkit"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
                        .orShould()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.junit.jupiter.api.Assumptions")
                        .because("a test that does not run proves nothing"));
    }

    private static DescribedPredicate<JavaClass> areNoConnectorOrTask() {
        return new DescribedPredicate<>("are neither *SinkConnector nor *SinkTask") {
            @Override
            public boolean test(JavaClass type) {
                return !type.getSimpleName().endsWith("SinkConnector")
                        && !type.getSimpleName().endsWith("SinkTask");
            }
        };
    }
}
