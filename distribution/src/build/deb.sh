#!/usr/bin/env bash
# Makes a Debian package of the finished image. Without dpkg-deb there is none, and that is said.
# usage: deb.sh IMAGE_FOLDER VERSION PACKAGE.deb
set -euo pipefail
image="$1"
version="$2"
package="$3"
sources="$(cd "$(dirname "$0")/../main/deb" && pwd)"
if ! command -v dpkg-deb >/dev/null 2>&1; then
  echo "No dpkg-deb here: no Debian package is made." >&2
  exit 0
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
umask 022
mkdir -p "$work/usr/lib/drover" "$work/usr/bin" "$work/etc/drover/packs" "$work/lib/systemd/system" "$work/usr/share/doc/drover" "$work/DEBIAN"
cp -a "$image/bin" "$image/lib" "$image/docs" "$work/usr/lib/drover/"
# an archive of classes fits the libraries by their times, which a package keeps
cp -a "$image/conf/packs/." "$work/etc/drover/packs/"
ln -s /etc/drover "$work/usr/lib/drover/conf"
sed -e 's|^#data-dir: data$|data-dir: /var/lib/drover/data|' \
  -e 's|^#packs-dir: packs$|packs-dir: /var/lib/drover/packs|' \
  -e 's|^#log-dir: log$|log-dir: /var/log/drover|' "$image/conf/drover.yaml" >"$work/etc/drover/drover.yaml"
install -m 755 "$sources/drover" "$sources/droverd" "$work/usr/bin/"
install -m 644 "$sources/systemd/drover.service" "$work/lib/systemd/system/"
install -m 644 "$image/LICENSE" "$work/usr/share/doc/drover/copyright"
install -m 755 "$sources/control/postinst" "$sources/control/prerm" "$sources/control/postrm" "$work/DEBIAN/"
(cd "$work" && find etc -type f | sed 's|^|/|' | sort) >"$work/DEBIAN/conffiles"
sed -e "s|@VERSION@|$version|" -e "s|@SIZE@|$(du -sk "$work/usr" | cut -f1)|" "$sources/control/control" >"$work/DEBIAN/control"
find "$work" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group -Zgzip -z1 --build "$work" "$package.new" >/dev/null
mv "$package.new" "$package"
