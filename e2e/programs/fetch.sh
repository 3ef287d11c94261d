#!/bin/sh
# Runs in a container of the base image, in a folder with `packages` (name, kind and the version that is already there, or -) and `wanted/` (for each package the
# paths of its files). Leaves `out/<package>/`, and `told/<package>`: its version, or why it was not to be had.
set -u

# Every version of a source package, the newest first, until one is to be had: mirrors drop sources sooner than their lists say.
fetch_source() {
  for version in $(apt-cache showsrc --only-source "$1" | sed -n 's/^Version: //p' | sort -rVu); do
    if [ "$version" = "$2" ]; then echo "version $version" > "told/$1"; return; fi
    apt-get source --only-source --download-only --print-uris "$1=$version" 2> /dev/null |
      sed -n "s/^'\(.*\)' \([^ ]*\) [0-9]* \(SHA256:[0-9a-f]*\)$/\1 \2 \3/p" > "work/$1.uris"
    line=$(grep -E ' [^ ]*\.orig\.tar\.[a-z0-9]+ ' "work/$1.uris" || grep -E ' [^ ]*[0-9]\.tar\.[a-z0-9]+ ' "work/$1.uris") || continue
    set -- "$1" "$2" $line
    /usr/lib/apt/apt-helper download-file "$3" "work/$4" "$5" > "work/$1.log" 2>&1 || continue
    unpack "$1" "$version" tar -xf "work/$4"
    return
  done
  echo "failed no version of the source of $1 could be downloaded" > "told/$1"
}

fetch_binary() {
  version=$(apt-cache policy "$1" | sed -n 's/^  Candidate: //p')
  if [ "$version" = "$2" ]; then echo "version $version" > "told/$1"; return; fi
  mkdir -p "work/$1"
  if (cd "work/$1" && apt-get download "$1" > ../"$1.log" 2>&1) && dpkg-deb --fsys-tarfile work/"$1"/*.deb > "work/$1.tar"; then
    unpack "$1" "$version" tar -xf "work/$1.tar"
  else
    echo "failed $1 could not be downloaded" > "told/$1"
  fi
}

# Takes out what is wanted, wherever the archive's first folder is. Files that are not there are missed by who asked for them.
unpack() {
  package=$1 version=$2
  shift 2
  mkdir -p "out/$package"
  "$@" -C "out/$package" --no-same-owner --no-anchored --no-wildcards -T "$PWD/wanted/$package" 2> /dev/null
  echo "version $version" > "told/$package"
}

if [ $# -eq 3 ]; then
  "fetch_$2" "$1" "$3"
  exit
fi

mkdir -p out told work
for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ -f "$list" ] && sed -n 's/^deb /deb-src /p' "$list"
done > /etc/apt/sources.list.d/sources-of-programs.list
sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/*.sources 2> /dev/null
for attempt in 1 2 3; do
  apt-get update > work/update.log 2>&1 && apt-get install -y --no-install-recommends xz-utils bzip2 > work/install.log 2>&1 && break
  [ "$attempt" = 3 ] && tail -5 work/update.log work/install.log && exit 1
done
xargs -n 3 -P 2 sh "$0" < packages
