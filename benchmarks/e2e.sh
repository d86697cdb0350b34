#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds what is missing and measures sinks end to end: benchmarks/e2e.sh [--quick | --full | --smoke] ...; see --help.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
class_path=$root/benchmarks/target/benchmarks.classpath
stamp=$root/benchmarks/target/e2e.built

# Out of date: never built, or something that gets into a zip or into this program has changed since.
stale() {
  [ ! -s "$class_path" ] || [ ! -e "$stamp" ] && return 0
  [ -n "$(find "$root"/{dlq,sink-common,sink-jdbc,sink-elasticsearch,sink-s3,testkit,benchmarks,packaging} -newer "$stamp" \
    \( -path '*/src/main/*' -o -path '*/packaging/*' -o -name pom.xml \) -type f -not -path '*/target/*' -print -quit)" ]
}

if stale; then
  echo "== Building"
  started=$(mktemp)
  (cd "$root" && "${MVN:-mvn}" -B -ntp -q -DskipTests package -pl benchmarks -am)
  # The time at which the build began: what is edited meanwhile counts as new.
  mv "$started" "$stamp"
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -XX:+UseSerialGC -Dmillrace.root="$root" \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$root/benchmarks/target/classes:$(cat "$class_path")" io.millrace.benchmarks.endtoend.EndToEndRun "$@"
