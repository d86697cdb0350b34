#!/usr/bin/env bash
# Builds what is missing, runs the benchmarks and makes a report of them: benchmarks/run.sh [--quick] [pattern]; see --help.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
class_path=$root/benchmarks/target/benchmarks.classpath

# Out of date: never built, or a source or POM of a module that is measured has changed since.
stale() {
  [ ! -s "$class_path" ] && return 0
  [ -n "$(find "$root"/{dlq,sink-common,sink-jdbc,sink-elasticsearch,sink-s3,testkit,benchmarks} -newer "$class_path" \
    \( -path '*/src/main/*' -o -name pom.xml \) -type f -not -path '*/target/*' -print -quit)" ]
}

if stale; then
  echo "== Building"
  (cd "$root" && mvn -B -q process-classes -pl benchmarks -am)
  touch "$class_path"
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dmillrace.root="$root" \
  -cp "$root/benchmarks/target/classes:$(cat "$class_path")" io.millrace.benchmarks.BenchmarkRun "$@"
