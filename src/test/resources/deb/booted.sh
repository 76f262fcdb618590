#!/bin/sh
# Installs the Debian package in a copy of this system that systemd has booted, and that is gone
# afterwards; its service plays, records, is reloaded, killed and stopped. To be run as root in a
# mount namespace of its own:
#   unshare --mount sh booted.sh DEB WORK WAV
# WORK, a directory: what systemd and the journal say comes there. Exit code 77: it does not boot here.
set -eu
deb=$1 work=$2 wav=$3
layers=$work/layers
root=$layers/root
cannot() {
  echo "systemd is not booted: $1" >&2
  exit 77
}

mkdir "$layers"
mount -t tmpfs tmpfs "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/groups" "$root"
[ -x /lib/systemd/systemd ] || cannot "there is no /lib/systemd/systemd; apt-get install systemd"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$root" ||
  cannot "no overlay of / can be mounted"
mount -t cgroup2 cgroup2 "$layers/groups" || cannot "cgroup2 cannot be mounted"
group=$layers/groups/camel-audio-$$
mkdir "$group" || cannot "no cgroup can be made"
init=
boot=
end() {
  if [ -n "$boot" ]; then kill -KILL "$boot" 2>/dev/null || true; fi # and with it all of its namespace
  for _ in $(seq 50); do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
    sleep 0.1
  done
}
trap end EXIT
trap 'exit 1' TERM INT # the test's time is over

# What the system starts of its own accord is left out.
rm -rf "$root"/etc/systemd/system/*.wants "$root/etc/fstab" "$root/usr/sbin/policy-rc.d"
for unit in hwdb-update journal-flush modules-load random-seed remount-fs sysctl sysusers timesyncd \
  tmpfiles-setup tmpfiles-setup-dev udev-trigger udevd update-utmp; do
  ln -sf /dev/null "$root/etc/systemd/system/systemd-$unit.service"
done
echo camel-audio-test >"$root/etc/hostname"
echo 127.0.0.1 localhost camel-audio-test >"$root/etc/hosts"
: >"$root/etc/machine-id"
cp "$deb" "$root/opt/camel-audio.deb"
cp "$wav" "$root/opt/noise.wav"
chmod 644 "$root/opt/noise.wav"
cat >"$root/etc/systemd/system/null-sound.service" <<'END'
[Service]
Type=notify
ExecStart=/usr/bin/pulseaudio -n --daemonize=no --exit-idle-time=-1 --disable-shm \
  -L "module-native-protocol-unix auth-anonymous=1 socket=/run/pulse/native" \
  -L "module-null-sink sink_name=null norewinds=1"
Environment=HOME=/run/pulse XDG_RUNTIME_DIR=/run/pulse
RuntimeDirectory=pulse
END
cat >"$layers/boot" <<'END'
set -eu
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for directory in run tmp dev; do mount -t tmpfs -o mode=755 tmpfs $directory; done
chmod 1777 tmp
for device in 'null 3' 'zero 5' 'full 7' 'random 8' 'urandom 9'; do
  mknod -m 666 "dev/${device% *}" c 1 "${device#* }"
done
mkdir -m 1777 dev/shm
ip link set lo up
mkdir run/old
pivot_root . run/old
umount -l /run/old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --unit=basic.target --show-status=no --log-target=journal
END
sh -c 'echo 0 >"$0/cgroup.procs" && exec "$@"' "$group" \
  unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child \
  sh "$layers/boot" "$root" >"$work/boot" 2>&1 &
boot=$!

in_root() {
  nsenter --target "$init" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive XDG_CACHE_HOME=/tmp/cache "$@"
}
until_true() { # COMMAND...
  for _ in $(seq 200); do
    if "$@" >/dev/null 2>&1; then return; fi
    kill -0 "$boot" 2>/dev/null || cannot "$(cat "$work/boot")"
    sleep 0.1
  done
  echo "never true: $*" >&2
  if [ -n "$init" ]; then in_root journalctl --no-pager -n 40 >&2; fi
  exit 1
}
booted() {
  init=$(cat "/proc/$boot/task/$boot/children")
  init=${init% }
  [ "$(cat "/proc/$init/comm")" = systemd ] && in_root systemctl is-active basic.target
}
logged() { # PATTERN
  in_root journalctl --no-pager --unit camel-audio --output cat | grep -q "$1"
}
show() { # PROPERTY
  in_root systemctl show camel-audio --property "$1" --value
}

until_true booted
in_root systemctl start null-sound
mkdir -p "$root/etc/default" "$root/etc/systemd/system/camel-audio.service.d"
cat >"$root/etc/default/camel-audio" <<'END'
AUDIO_WARMUP=false
AUDIO_DISCOVERY=false
END
printf '[Service]\nRestartSec=100ms\n' >"$root/etc/systemd/system/camel-audio.service.d/soon.conf"
in_root dpkg --force-unsafe-io --no-triggers --install /opt/camel-audio.deb
in_root systemctl is-active camel-audio >"$work/installed"
in_root systemd-analyze verify camel-audio.service camel-audio@Receiver.service >"$work/verified" 2>&1 || true
show StatusText >"$work/status"

# A sender: heard on the sound server, and recorded.
in_root PULSE_SERVER=/run/pulse/native timeout 20 parec --device null.monitor --raw \
  --format s16le --rate 48000 --channels 2 >"$work/heard.pcm" & # ends with the system
in_root sh -c 'cd /tmp && exec camel-audio wav-sender file=/opt/noise.wav audio.console=false \
  audio.warmup=false audio.discovery=false' >"$work/sender" 2>&1
until_true logged 'recorded .*nothing missing'
cp "$root"/var/lib/camel-audio/recordings/*.wav "$work/recorded.wav"

# A mistake in the route, and a reload.
sed -i 's/from(/form(/' "$root/etc/camel-audio/routes/Receiver.java"
in_root systemctl reload camel-audio
refused() { [ "$(show StatusText)" = 'not reloaded: Receiver.java; the log says why' ]; }
until_true refused
sed -i 's/form(/from(/' "$root/etc/camel-audio/routes/Receiver.java"

# It is killed: systemd starts it again.
in_root kill -KILL "$(show MainPID)"
again() { [ "$(show NRestarts)" = 1 ] && [ "$(show ActiveState)" = active ]; }
until_true again
in_root systemctl stop camel-audio
for property in ActiveState Result ExecMainStatus; do show "$property"; done >"$work/stopped"
in_root journalctl --no-pager --unit camel-audio --output json \
  --output-fields PRIORITY,MESSAGE,_COMM >"$work/journal"
in_root dpkg --force-unsafe-io --no-triggers --purge camel-audio
in_root systemctl list-unit-files --no-legend 'camel-audio*' >"$work/purged" || true # 1: none
