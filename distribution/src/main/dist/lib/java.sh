# Shared by bin/drover and bin/droverd: which Java, and its class-data archive.

# The number of a Java's feature release, such as 17; 0 where there is none.
java_feature() {
  local line
  line="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)"
  echo "${line:-0}"
}

# Sets JAVA and JAVA_RELEASE: JAVA_HOME where it is set, else the newest JDK from 17 on that is found.
find_java() {
  local best="" best_feature=0 feature home
  if [ -n "${JAVA_HOME:-}" ]; then
    best="$JAVA_HOME"
  else
    local on_path=""
    if command -v java >/dev/null 2>&1; then
      on_path="$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")"
    fi
    for home in "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
      [ -x "$home/bin/java" ] || continue
      feature="$(java_feature "$home")"
      if [ "$feature" -gt "$best_feature" ]; then
        best="$home"
        best_feature="$feature"
      fi
    done
  fi
  if [ -z "$best" ] || [ ! -x "$best/bin/java" ]; then
    echo "Expected a Java from 17 on, but found none${JAVA_HOME:+ in JAVA_HOME=$JAVA_HOME}. Install a JDK, or set JAVA_HOME." >&2
    exit 78
  fi
  feature="$(java_feature "$best")"
  if [ "$feature" -ne 0 ] && [ "$feature" -lt 17 ]; then
    echo "Expected a Java from 17 on, but $best is $feature. Set JAVA_HOME to a newer one." >&2
    exit 78
  fi
  JAVA="$best/bin/java"
  JAVA_RELEASE="$feature"
}

# Whether this Java is of at least the version $1, such as 17.0.9.
java_is_from() {
  local version
  version="$(sed -n 's/^JAVA_VERSION="\([0-9.]*\).*/\1/p' "${JAVA%/bin/java}/release" 2>/dev/null || true)"
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$1" "$version" | sort -V | head -n 1)" = "$1" ]
}

# Adds the class-data archive of this Java and these libraries to the options. Where there is none yet, this run writes one
# when it ends, under the number of its process; the next run takes it. Java maps an archive of other libraries without a
# word, and then takes no class from it: that would cost memory and the whole gain.
class_data_archive() {
  local folder="$DROVER_HOME/lib/archive" archive java libraries written
  [ "${DROVER_CLASS_DATA:-on}" != off ] || return 0
  java="$folder/$1-$JAVA_RELEASE-$(cksum <"${JAVA%/bin/java}/release" | cut -d' ' -f1)"
  libraries="$(cd "$DROVER_HOME/lib" && { stat -c '%n %s %Y' ./*.jar 2>/dev/null || true; } | cksum | cut -d' ' -f1)"
  archive="$java-$libraries.jsa"
  if [ ! -f "$archive" ]; then
    rm -f "$java"-*.jsa "$java.jsa" 2>/dev/null || true
    for written in "$archive".*; do
      if [ -s "$written" ] && ! kill -0 "${written##*.}" 2>/dev/null; then
        mv -f "$written" "$archive"
      fi
    done
  fi
  if [ -f "$archive" ]; then
    options+=("-XX:SharedArchiveFile=$archive" -Xshare:auto)
  elif [ "${DROVER_CLASS_DATA:-on}" = on ] && mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then
    options+=("-XX:ArchiveClassesAtExit=$archive.$$")
  fi
  options+=(-Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:class+path=off)
}
