# To be sourced: finds a JDK 25 or newer and sets JAVA_HOME to it.

wanted_jdk=25

# The feature version of the JDK at $1, or 0 where there is none.
jdk_version() {
  local version=
  if [[ -x $1/bin/javac ]]; then
    version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  fi
  echo "${version:-0}"
}

# The places where a JDK may be, the likeliest first.
jdk_homes() {
  [[ -z ${JAVA_HOME:-} ]] || echo "$JAVA_HOME"
  local javac
  if javac=$(command -v javac); then dirname "$(dirname "$(readlink -f "$javac")")"; fi
  printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*
}

find_jdk() {
  local home
  while read -r home; do
    if (($(jdk_version "$home") >= wanted_jdk)); then
      echo "$home"
      return
    fi
  done < <(jdk_homes)
}

JAVA_HOME=$(find_jdk)
[[ -n $JAVA_HOME ]] || {
  echo "A JDK $wanted_jdk or newer was not found. Install one (https://adoptium.net), or set JAVA_HOME." >&2
  exit 1
}
export JAVA_HOME
