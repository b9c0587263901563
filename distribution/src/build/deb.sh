#!/usr/bin/env bash
# Makes a Debian package of the finished image. It needs no program of Debian: a package is two archives of tar in one of ar
# (deb(5)), whose form is simple enough to be written here.
# usage: deb.sh IMAGE_FOLDER VERSION PACKAGE.deb
set -euo pipefail
image="$1"
version="$2"
package="$3"
sources="$(cd "$(dirname "$0")/../main/deb" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
umask 022
data="$work/data"
control="$work/control"
mkdir -p "$data/usr/lib/drover" "$data/usr/bin" "$data/etc/drover/packs" "$data/lib/systemd/system" "$data/usr/share/doc/drover" "$control"
cp -a "$image/bin" "$image/lib" "$image/docs" "$data/usr/lib/drover/"
# an archive of classes fits the libraries by their times, which a package keeps
cp -a "$image/conf/packs/." "$data/etc/drover/packs/"
ln -s /etc/drover "$data/usr/lib/drover/conf"
sed -e 's|^#data-dir: data$|data-dir: /var/lib/drover/data|' \
  -e 's|^#packs-dir: packs$|packs-dir: /var/lib/drover/packs|' \
  -e 's|^#log-dir: log$|log-dir: /var/log/drover|' "$image/conf/drover.yaml" >"$data/etc/drover/drover.yaml"
install -m 755 "$sources/drover" "$sources/droverd" "$data/usr/bin/"
install -m 644 "$sources/systemd/drover.service" "$data/lib/systemd/system/"
install -m 644 "$image/LICENSE" "$data/usr/share/doc/drover/copyright"
# nobody but root writes what root installs, whatever the image's files allowed
chmod -R u+rw,go-w "$data"
find "$data" -type d -exec chmod 755 {} +
install -m 755 "$sources/control/postinst" "$sources/control/prerm" "$sources/control/postrm" "$control/"
(cd "$data" && find etc -type f | sed 's|^|/|' | sort) >"$control/conffiles"
(cd "$data" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$control/md5sums"
sed -e "s|@VERSION@|$version|" -e "s|@SIZE@|$(du -sk --apparent-size "$data" | cut -f1)|" \
  "$sources/control/control" >"$control/control"
chmod 644 "$control/control" "$control/conffiles" "$control/md5sums"

# what is made here has the time of the image, so that the same image gives the same package
time="$(stat -c %Y "$image/LICENSE")"
find "$control" "$data" -newer "$image/LICENSE" ! -path "$data/usr/lib/drover/lib/*" ! -type l -exec touch -d "@$time" {} +
touch -h -d "@$time" "$data/usr/lib/drover/conf"

# packs a folder as a member of the package
packed() { # FOLDER
  tar --sort=name --format=gnu --owner=root:0 --group=root:0 -C "$1" -cf - . | gzip -n -1
}
# writes a file as a member of an archive of ar: a head of 60 bytes, then the content, padded to an even length
member() { # FILE
  local size
  size="$(stat -c %s "$1")"
  printf '%-16s%-12s%-6s%-6s%-8s%-10s`\n' "$(basename "$1")" "$time" 0 0 100644 "$size"
  cat "$1"
  if [ $((size % 2)) = 1 ]; then
    printf '\n'
  fi
}
echo 2.0 >"$work/debian-binary"
packed "$control" >"$work/control.tar.gz"
packed "$data" >"$work/data.tar.gz"
{
  printf '!<arch>\n'
  for part in debian-binary control.tar.gz data.tar.gz; do
    member "$work/$part"
  done
} >"$package.new"
mv "$package.new" "$package"
