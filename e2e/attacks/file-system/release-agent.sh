# Has the kernel run a program on the host: release_agent of cgroup v1, on the mounts there are and a new one.
# layers: seccomp, user
held=1
for d in /sys/fs/cgroup /sys/fs/cgroup/*; do
  for f in release_agent notify_on_release cgroup.procs tasks devices.allow memory.limit_in_bytes memory.max pids.max cpu.cfs_quota_us; do
    [ -e "$d/$f" ] && (echo 1 > "$d/$f") 2>/dev/null && { echo "BREACH wrote $d/$f"; held=0; }
  done
  mkdir "$d/x" 2>/dev/null && { echo "BREACH made $d/x"; held=0; }
done
mkdir -p /tmp/cg; mount -t cgroup -o memory cgroup /tmp/cg 2>/dev/null && { echo "BREACH mounted a cgroup"; held=0; }
[ $held = 1 ] && echo HELD
