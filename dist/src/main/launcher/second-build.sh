#!/bin/sh
# Builds the committed and uncommitted sources a second time in another folder, and compares every jar with the first build's.
# second-build.sh JDK_HOME
set -eu
root=$(cd "$(dirname "$0")/../../../.." && pwd -P)
jdk=$1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && tar cf - --exclude='./*/target' --exclude=./.countermark --exclude=./.git .) | (cd "$copy" && tar xf -)
echo "second build: in $copy ..."
(cd "$copy" && JAVA_HOME=$jdk ./mvnw -B -q -ntp -pl dist -am -Dmaven.test.skip=true package)
differing=0
compared=0
for jar in "$root"/*/target/*.jar; do
    name=${jar#"$root"/}
    compared=$((compared + 1))
    if ! cmp -s "$jar" "$copy/$name"; then
        echo "second build: $name differs" >&2
        differing=$((differing + 1))
    fi
done
echo "second build: $compared jars compared, $differing differ"
[ $differing -eq 0 ] && [ $compared -gt 0 ]
