#!/usr/bin/env bash
# Sets up what the product needs on Debian or Ubuntu: `setup.sh run` or `setup.sh test`.
# Does nothing that is done already. As root it installs Debian packages; otherwise it names them.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
venv=.venv
letters=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0) # WeasyPrint's letters and tables as PDF
browser=(chromium libatomic1) # the second is what Playwright's own driver asks for

say() { printf '· %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

debian() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "install by hand what Debian calls: ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || fail "run as root, or ask for: apt-get install ${missing[*]}"
  say "installing Debian packages: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

python=$(command -v python3.11 || command -v python3 || true)
[ -n "$python" ] || { debian python3 python3-venv; python=$(command -v python3); }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed, $("$python" -V) is here"
"$python" -c 'import ensurepip, venv' 2>/dev/null || debian python3-venv

debian "${letters[@]}"
[ "$purpose" = run ] || debian "${browser[@]}"
# Spark runs for real in the tests, on any Java that is here or on Debian's.
[ "$purpose" = run ] || [ -n "${JAVA_HOME:-}" ] || command -v java >/dev/null || debian openjdk-17-jre-headless

[ -x $venv/bin/python ] || { say "making the virtual environment"; "$python" -m venv $venv; }
stamp=$venv/installed
wanted=$(cat requirements.lock pyproject.toml scripts/setup.sh | sha256sum)
if [ "$(cat $stamp 2>/dev/null)" != "$wanted" ]; then
  say "installing the Python packages"
  if [ ! -x $venv/bin/uv ]; then
    $venv/bin/python -m ensurepip >/dev/null
    $venv/bin/python -m pip install -q --disable-pip-version-check \
      "$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements.lock)"
  fi
  $venv/bin/uv pip sync -q --python $venv/bin/python requirements.lock
  $venv/bin/uv pip install -q --python $venv/bin/python --no-deps -e .
  printf '%s' "$wanted" >$stamp
fi
