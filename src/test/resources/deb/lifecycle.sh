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
package() { in_root DEBIAN_FRONTEND=noninteractive dpkg --force-unsafe-io --no-triggers "$@"; }
# What is there of the package, beside dpkg's own records.
left() {
  (cd "$layers/upper" && find . \( -type f -o -type l -o -type d \) -path '*camel-audio*' \
    ! -path './var/lib/dpkg/*' ! -path './tmp/*' | sort)
}
wait_for() { # FILE PATTERN [TIMES]
  for _ in $(seq 200); do
    if [ "$(grep -c "$2" "$1")" -ge "${3:-1}" ]; then return; fi
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
import os, signal, socket, struct
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
manager.bind("/run/notify")
os.chmod("/run/notify", 0o666)
while True:
    message, sender, _, _ = manager.recvmsg(65536, 64)
    if message.startswith(b"STOPPING=1"): # a reload that comes too late
        os.kill(struct.unpack("3i", sender[0][2])[0], signal.SIGHUP)
    print(message.decode().replace("\n", " "), flush=True)
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

# A route with a mistake, and one that records elsewhere.
receiver=$root/etc/camel-audio/routes/Receiver.java
sed -i 's/from(/form(/' "$receiver"
kill -HUP "$service"
wait_for "$work/notified" 'READY=1 STATUS=not reloaded: Receiver.java'
in_root sh -c "cat /proc/net/tcp /proc/net/tcp6" | grep -ci ":$(printf %04X "$port") .* 0A " >"$work/kept"
sed -i 's/form(/from(/; s/"wav:recordings/&\/edited/' "$receiver"
kill -HUP "$service"
wait_for "$work/notified" 'READY=1 STATUS=running, reloaded'

# A sender with the same key.
mkdir "$root/tmp/sender"
in_root CAMEL_AUDIO_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" sh -c '
  cd /tmp/sender && exec camel-audio wav-sender file=/tmp/noise.wav "port=$0" paced=false \
    audio.keys=/etc/camel-audio/camel-audio.keys audio.console=false audio.warmup=false' "$port" \
  >"$work/sender" 2>&1
wait_for "$work/log" 'recorded .*nothing missing'
cp "$root"/var/lib/camel-audio/recordings/edited/*.wav "$work/recorded.wav"

# An edited property, and a reload.
echo 'transport=udp' >>"$root/etc/camel-audio/application.properties"
kill -HUP "$service"
wait_for "$work/log" 'Receiver.java: reloaded' 2
wait_for "$work/notified" 'READY=1 STATUS=running, reloaded' 2
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
in_root systemctl --quiet enable camel-audio@Mine.service
package --remove camel-audio
left >"$work/removed"

# Links that the service's user may have made lead elsewhere: what is there stays.
mkdir -p "$root/srv/precious/pulse"
touch "$root/srv/precious/pulse/keep"
chown -R nobody "$root/srv/precious"
home=$root/var/lib/camel-audio
rm -rf "$home/.config" "$home/.cache"
ln -s /srv/precious "$home/.config"
ln -s /srv/precious/pulse "$home/.cache"
ln -s /srv/precious/pulse/keep "$home/hs_err_pid1.log"
ln -s /srv/precious "$home/recordings/link"
package --purge camel-audio
in_root stat -c '%U' /srv/precious /srv/precious/pulse /srv/precious/pulse/keep >"$work/precious"
rm "$home/recordings/link"
left >"$work/purged"
in_root getent passwd camel-audio >"$work/user" || true
