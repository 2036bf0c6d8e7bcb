#!/usr/bin/env bash
# find-drift.sh <stack> <file>: writes what AWS has otherwise than the stack's state says; an empty file when nothing. Fails
# when AWS or the state could not be asked.
set -uo pipefail
stack=$1
file=$2
mkdir -p "$(dirname "$file")"

if pulumi refresh --preview-only --diff --non-interactive --color never --expect-no-changes --stack "$stack" >"$file.new" 2>&1; then
  cat "$file.new"
  : >"$file"
  rm "$file.new"
  exit 0
fi
cat "$file.new"
# The engine's words for changes where --expect-no-changes is given.
if grep -qE "no changes were expected( for [a-z]+)? but changes were proposed" "$file.new"; then
  mv "$file.new" "$file"
  exit 0
fi
rm "$file.new"
echo "::error::Stack $stack could not be compared with AWS."
exit 1
