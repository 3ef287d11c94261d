package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// account puts the box into a cgroup of its own, as an engine does, and shows it this one only. Where that is not wanted the box sees no cgroup: the
// one around the tests counts the tests, too.
func account(wanted bool) error {
	if !wanted {
		return syscall.Mount("none", "/sys/fs/cgroup", "tmpfs", 0, "")
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return err
	}
	split := false
	for _, line := range strings.Split(string(own), "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) != 3 {
			continue
		}
		for _, name := range []string{"cpuacct", "pids"} {
			if slices.Contains(strings.Split(fields[1], ","), name) {
				split = true
				if err := ownCgroup("cgroup", fields[1], fields[2], "/sys/fs/cgroup/"+name); err != nil {
					return err
				}
			}
		}
	}
	if split {
		return nil
	}
	return ownCgroup("cgroup2", "", "/", "/sys/fs/cgroup")
}

// ownCgroup makes a cgroup in a hierarchy, moves this process there, and shows it in the place where programs look.
func ownCgroup(kind, options, at, shown string) error {
	root, err := os.MkdirTemp("/mnt", "")
	if err != nil {
		return err
	}
	if err := syscall.Mount("none", root, kind, 0, options); err != nil {
		return err
	}
	folder := fmt.Sprintf("%s%s/box-%d", root, at, time.Now().UnixNano())
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(folder+"/cgroup.procs", []byte("0"), 0); err != nil {
		return err
	}
	return syscall.Mount(folder, shown, "", syscall.MS_BIND, "")
}
