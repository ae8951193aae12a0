#!/usr/bin/env bash
# Builds the page into the folder $1, unless nothing has changed since. Without Node 20 or newer it
# says so and leaves the jar without the page, which rote live then tells of.
set -euo pipefail
cd "$(dirname "$0")"
out=$1
if [ -f "$out/index.html" ] && [ -z "$(find . -path ./node_modules -prune -o -type f -newer "$out/index.html" -print -quit)" ]; then
  exit 0
fi
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if [ "$major" -lt 20 ] || ! command -v npm >/dev/null; then
  echo "web: no Node 20 or newer with npm here: built without the page, rote live will say so"
  exit 0
fi
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --silent
  touch node_modules/.package-lock.json
fi
npx tsc --noEmit
npx vite build --outDir "$out" --emptyOutDir --logLevel warn
