# For the scripts, which source it at the top of the checkout. They build in $builds: that is build/ there, or
# the folder whose absolute path is in APIDECK_BUILD, for a checkout that can't be written to.
# shellcheck shell=bash
builds=${APIDECK_BUILD:-build}
if ! mkdir -p "$builds" 2>/dev/null || [ ! -w "$builds" ]; then
    echo "$0 builds in $(realpath -- "$builds" 2>/dev/null || echo "$builds"), which can't be written to." >&2
    echo "Set APIDECK_BUILD to the absolute path of a folder that can." >&2
    exit 1
fi

# Some keep what they find in the checkout itself, and should not find out after hours that they can't.
keeps() { # file
    [ -w "$1" ] || { echo "$0 keeps its results in $1, which can't be written to." >&2 && exit 1; }
}
