#!/bin/sh
# Installs, runs, upgrades, removes and purges the Debian package in a copy of this system that is
# gone afterwards. To be run as root in a mount namespace of its own:
#   unshare --mount sh lifecycle.sh DEB WORK WAV PORT
# WORK, a directory: what the program says and what is left come there.
set -eu
deb=$1 work=$2 wav=$3 port=$4
layers=$work/layers
root=$layers/root

mkdir "$layers"
mount -t tmpfs tmpfs "$layers"
mkdir "$layers/upper" "$layers/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$root"
mount --bind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
cp "$deb" "$root/tmp/camel-audio.deb"
cp "$wav" "$root/tmp/noise.wav"
chmod 644 "$root/tmp/noise.wav"

in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 XDG_CACHE_HOME=/tmp/cache "$@"; }
package() { in_root DEBIAN_FRONTEND=noninteractive dpkg --force-unsafe-io "$@"; }
# What is there of the package, beside dpkg's own records.
left() {
  (cd "$layers/upper" && find . \( -type f -o -type l -o -type d \) -path '*camel-audio*' \
    ! -path './var/lib/dpkg/*' ! -path './tmp/*' | sort)
}
wait_for() { # FILE PATTERN
  for _ in $(seq 200); do
    if grep -q "$2" "$1"; then return; fi
    sleep 0.05
  done
  echo "no line with $2 in $1:" >&2
  cat "$1" >&2
  exit 1
}

package --install /tmp/camel-audio.deb
left >"$work/installed"
in_root stat -c '%a %U:%G' /etc/camel-audio/camel-audio.keys >"$work/keys"
in_root id -nG camel-audio >"$work/groups"
in_root camel-audio new-key studio /etc/camel-audio/camel-audio.keys >/dev/null
cat >"$root/etc/camel-audio/application.properties" <<END
port=$port
audio.keys=/etc/camel-audio/camel-audio.keys
audio.console=false
audio.warmup=false
END

# The service manager's socket.
in_root /usr/bin/python3 -c '
import os, socket
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind("/run/notify")
os.chmod("/run/notify", 0o666)
while True:
    print(manager.recv(65536).decode().replace("\n", " "), flush=True)
' >"$work/notified" &
manager=$!
service=
trap 'kill $manager $service 2>/dev/null || true' EXIT
while ! [ -S "$root/run/notify" ]; do sleep 0.05; done

# ExecStart by hand, as the user and in the directory that the unit names.
unit=$root/lib/systemd/system/camel-audio.service
setting() { sed -n "s/^$1=//p" "$unit"; }
user=$(setting User)
# shellcheck disable=SC2046 # words
chroot "$root" setpriv --reuid "$user" --regid "$(setting Group)" --init-groups \
  env -i PATH=/usr/bin:/bin $(setting Environment) NOTIFY_SOCKET=/run/notify WATCHDOG_USEC=1000000 \
  CAMEL_AUDIO_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
  sh -c 'cd "$1" && shift && umask 027 && exec "$@"' sh "$(setting WorkingDirectory)" \
  $(setting ExecStart) >"$work/log" 2>&1 &
service=$!
wait_for "$work/notified" 'READY=1'

# A sender with the same key.
mkdir "$root/tmp/sender"
in_root CAMEL_AUDIO_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" sh -c '
  cd /tmp/sender && exec camel-audio wav-sender file=/tmp/noise.wav "port=$0" paced=false \
    audio.keys=/etc/camel-audio/camel-audio.keys audio.console=false audio.warmup=false' "$port" \
  >"$work/sender" 2>&1
wait_for "$work/log" 'recorded .*nothing missing'
cp "$root"/var/lib/camel-audio/recordings/*.wav "$work/recorded.wav"

# An edited property, and a reload.
echo 'transport=udp' >>"$root/etc/camel-audio/application.properties"
kill -HUP "$service"
wait_for "$work/notified" 'READY=1 STATUS=running, reloaded'
wait_for "$work/notified" 'WATCHDOG=1'
in_root sh -c "cat /proc/net/udp /proc/net/udp6" | grep -ci ":$(printf %04X "$port") " >"$work/udp"

kill -TERM "$service"
code=0
wait "$service" || code=$?
echo "$code" >"$work/code"
service=

package --install /tmp/camel-audio.deb
in_root grep -c . /etc/camel-audio/application.properties >"$work/upgraded"
cp "$root/etc/camel-audio/routes/Receiver.java" "$root/etc/camel-audio/routes/Mine.java"
package --remove camel-audio
left >"$work/removed"
package --purge camel-audio
left >"$work/purged"
in_root getent passwd camel-audio >"$work/user" || true
