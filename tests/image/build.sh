#!/usr/bin/env bash
# Builds the Dockerfile without an engine, as root: bash tests/image/build.sh FOLDER
# On a machine that cannot pull the Dockerfile's base, a Debian with its own Python takes the base's name: what is
# checked is the Dockerfile, not the base. FOLDER keeps the base for the next time; it gets rootfs and image.json.
set -euo pipefail

folder=$(realpath --canonicalize-missing "${1:?the folder to build in}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
base=docker.io/library/$(sed -n 's/^FROM \(\S*\) AS .*/\1/p' Dockerfile)
suite=${base##*-}

store() {
  buildah --root "$folder/storage" --runroot "$folder/run" --storage-driver vfs "$@"
}

install_missing() {
  local missing=()
  command -v buildah >/dev/null || missing+=(buildah)
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  command -v runc >/dev/null || missing+=(runc)
  [ "${#missing[@]}" -eq 0 ] && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

make_base() {
  store inspect --type image "$base" >/dev/null 2>&1 && return
  rm -rf "$folder/base"
  debootstrap --variant=minbase --include=ca-certificates,netbase,python3,python3-pip,python3-venv,tzdata \
    "$suite" "$folder/base" >"$folder/base.log"
  ln --symbolic /usr/bin/python3 "$folder/base/usr/local/bin/python3"
  ln --symbolic /usr/bin/python3 "$folder/base/usr/local/bin/python"
  rm -rf "$folder"/base/usr/lib/python3*/EXTERNALLY-MANAGED "$folder"/base/var/{cache/apt,lib/apt/lists}/*
  local made
  made=$(store from scratch)
  store add --quiet "$made" "$folder/base" / >/dev/null
  store commit --quiet --rm --format docker "$made" "$base" >/dev/null
  rm -rf "$folder/base"
}

# What this machine asks its registry with, for the build alone: mounted over what every image has, so that no layer
# holds any of it, not even an empty file.
registry_settings() {
  local home=$folder/home
  rm -rf "$home"
  mkdir -p "$home/.config/pip" "$home/.config/uv"
  python3 - >"$home/.config/pip/pip.conf" <<'PYTHON'
import ast, subprocess, sys
passed_on = {"index-url", "extra-index-url", "trusted-host", "default-timeout", "timeout"}
print("[global]\ncert = /etc/ssl/certs/ca-certificates.crt")
listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True)
found = {}
for line in listed.stdout.splitlines():
    name, _, value = line.partition("=")
    found[name.rpartition(".")[2]] = ast.literal_eval(value)
for name in sorted(passed_on & found.keys()):
    print(name, "=", " ".join(found[name].split()))
PYTHON
  echo 'system-certs = true' >"$home/.config/uv/uv.toml"
  [ -z "${UV_DEFAULT_INDEX:-}" ] || echo "index-url = \"$UV_DEFAULT_INDEX\"" >>"$home/.config/uv/uv.toml"
  cp --dereference "${PIP_CERT:-${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}}" "$folder/authorities.crt"
}

build() {
  store build --quiet --isolation chroot --format docker --pull-never --tag thidua --file Dockerfile \
    --volume "$folder/home:/root" \
    --volume "$folder/authorities.crt:/etc/ssl/certs/ca-certificates.crt:ro" \
    . 2>"$folder/build.log" || { cat "$folder/build.log" >&2; exit 1; }
}

unpack() {
  store rm --all >/dev/null
  store rmi --prune >/dev/null
  local container
  container=$(store from --pull-never localhost/thidua)
  store inspect --type image localhost/thidua >"$folder/image.json"
  ln --symbolic --force --no-dereference "$(store mount "$container")" "$folder/rootfs"
}

mkdir -p "$folder"
install_missing
make_base
registry_settings
build
unpack
