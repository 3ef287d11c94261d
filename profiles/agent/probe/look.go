package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// maxList bounds every list that is reported: a box that shows more is not measured better by more.
const maxList = 100

type mount struct {
	Path    string `json:"path"`
	Kind    string `json:"kind"`
	Options string `json:"options"`
}

type space struct {
	Bytes  uint64 `json:"bytes"`
	Inodes uint64 `json:"inodes"`
}

// findings is what a look around gives. The server's schema (posture-probe.ts) has the same names.
type findings struct {
	UID          int               `json:"uid"`
	GID          int               `json:"gid"`
	Groups       []int             `json:"groups"`
	UIDMap       string            `json:"uidMap"`
	Status       map[string]string `json:"status"`
	Kernel       string            `json:"kernel"`
	Hostname     string            `json:"hostname"`
	Environment  []string          `json:"environment"`
	Mounts       []mount           `json:"mounts"`
	Space        map[string]space  `json:"space"`
	Written      []string          `json:"written"`
	SetID        []string          `json:"setId"`
	Devices      []string          `json:"devices"`
	Interfaces   []string          `json:"interfaces"`
	Reached      []string          `json:"reached"`
	Processes    int               `json:"processes"`
	AgentOpen    []string          `json:"agentOpen"`
	Unmasked     []string          `json:"unmasked"`
	Sockets      []string          `json:"sockets"`
	LSM          string            `json:"lsm"`
	Limits       map[string]uint64 `json:"limits"`
	Namespaces   map[string]string `json:"namespaces"`
	Descriptors  []string          `json:"descriptors"`
	Calls        map[string]int    `json:"calls"`
	DiskThrottle string            `json:"diskThrottle"`
}

func look() findings {
	f := findings{
		UID: os.Getuid(), GID: os.Getgid(), UIDMap: text("/proc/self/uid_map"), Status: status(), Kernel: text("/proc/version"),
		Environment: []string{}, Space: map[string]space{}, Namespaces: map[string]string{}, Descriptors: descriptors(),
		Interfaces: names("/sys/class/net"), LSM: text("/proc/self/attr/current"), Limits: limits(),
		DiskThrottle: text("/sys/fs/cgroup/blkio/blkio.throttle.read_bps_device") + text("/sys/fs/cgroup/io.max"),
	}
	f.Groups, _ = os.Getgroups()
	f.Hostname, _ = os.Hostname()
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		f.Environment = append(f.Environment, name)
	}
	for _, line := range strings.Split(text("/proc/self/mounts"), "\n") {
		if fields := strings.Fields(line); len(fields) > 3 && len(f.Mounts) < maxList {
			f.Mounts = append(f.Mounts, mount{fields[1], fields[2], fields[3]})
		}
	}
	for _, path := range []string{"/code", "/tmp", "/dev/shm"} {
		var info syscall.Statfs_t
		if syscall.Statfs(path, &info) == nil {
			f.Space[path] = space{info.Blocks * uint64(info.Bsize), info.Files}
		}
	}
	for _, kind := range []string{"cgroup", "ipc", "mnt", "net", "pid", "user", "uts"} {
		f.Namespaces[kind], _ = os.Readlink("/proc/self/ns/" + kind)
	}
	f.Written = written()
	f.SetID, f.Devices, f.Sockets = walk()
	f.Reached = reached()
	for _, name := range names("/proc") {
		if strings.Trim(name, "0123456789") == "" {
			f.Processes++
		}
	}
	f.AgentOpen = agentOpen()
	f.Unmasked = unmasked()
	f.Calls = tryCalls()
	return f
}

// text gives a file's text, cut, without the last line's end; what cannot be read is empty.
func text(path string) string {
	const most = 16 << 10
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return ""
	}
	defer file.Close()
	bytes := make([]byte, most)
	n, _ := file.Read(bytes)
	return strings.TrimSpace(strings.ToValidUTF8(string(bytes[:max(n, 0)]), "?"))
}

func names(folder string) []string {
	entries, _ := os.ReadDir(folder)
	found := []string{}
	for _, entry := range entries[:min(len(entries), maxList)] {
		found = append(found, entry.Name())
	}
	return found
}

// status picks what tells about privileges from /proc/self/status (proc(5)).
func status() map[string]string {
	found := map[string]string{}
	for _, line := range strings.Split(text("/proc/self/status"), "\n") {
		name, value, _ := strings.Cut(line, ":")
		if strings.HasPrefix(name, "Cap") || name == "NoNewPrivs" || strings.HasPrefix(name, "Seccomp") {
			found[name] = strings.TrimSpace(value)
		}
	}
	// gVisor leaves this line out.
	const getNoNewPrivs = 39
	if set, _, errno := syscall.Syscall6(syscall.SYS_PRCTL, getNoNewPrivs, 0, 0, 0, 0, 0); errno == 0 {
		found["NoNewPrivs"] = strconv.Itoa(int(set))
	}
	return found
}

func limits() map[string]uint64 {
	found := map[string]uint64{}
	for name, number := range map[string]int{"nofile": syscall.RLIMIT_NOFILE, "fsize": syscall.RLIMIT_FSIZE, "core": syscall.RLIMIT_CORE, "stack": syscall.RLIMIT_STACK} {
		var limit syscall.Rlimit
		if syscall.Getrlimit(number, &limit) == nil {
			// Above 2^53 JSON's readers lose precision; no limit is as good.
			found[name] = min(limit.Max, 1<<53)
		}
	}
	return found
}

// written tries to write where no program may, and gives where it could.
func written() []string {
	found := []string{}
	for _, folder := range []string{"/", "/bin", "/etc", "/usr", "/usr/bin", "/usr/lib", "/var", "/var/tmp", "/var/lib", "/dev", "/run", "/home", "/root", "/srv", "/opt", "/proc", "/sys", "/sys/fs/cgroup"} {
		path := filepath.Join(folder, ".glovebox-probe")
		if file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			file.Close()
			os.Remove(path)
			found = append(found, folder)
		}
	}
	for _, path := range []string{
		"/glovebox-agent", "/etc/passwd", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/panic_on_oom",
		"/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/memory/release_agent", "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory.max",
	} {
		if file, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			file.Close()
			found = append(found, path)
		}
	}
	return found
}

// plainDevices are what every container has (OCI runtime specification, "Default Devices").
var plainDevices = []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/console", "/dev/ptmx", "/dev/pts/ptmx"}

// walk looks at every file for what does not belong into a box: programs that run as somebody else, devices, sockets.
func walk() (setID, devices, sockets []string) {
	setID, devices, sockets = []string{}, []string{}, []string{}
	add := func(list *[]string, path string) {
		if len(*list) < maxList {
			*list = append(*list, path)
		}
	}
	_ = filepath.WalkDir("/", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if entry.IsDir() {
			if path == "/proc" || path == "/sys" {
				return filepath.SkipDir
			}
			return nil
		}
		kind := entry.Type()
		switch {
		case kind&fs.ModeSymlink != 0:
		case kind&fs.ModeDevice != 0:
			if !slices.Contains(plainDevices, path) && !strings.HasPrefix(path, "/dev/pts/") {
				add(&devices, path)
			}
		case kind&fs.ModeSocket != 0:
			add(&sockets, path)
		default:
			if info, err := entry.Info(); err == nil && info.Mode()&(fs.ModeSetuid|fs.ModeSetgid) != 0 && !info.IsDir() {
				add(&setID, path)
			}
		}
		return nil
	})
	return
}

// reached tries to open connections out of the box: public addresses, the usual gateway of an engine's network, a cloud's metadata service.
func reached() []string {
	found := []string{}
	for _, target := range [][4]byte{{1, 1, 1, 1}, {8, 8, 8, 8}, {172, 17, 0, 1}, {169, 254, 169, 254}, {10, 0, 0, 1}} {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			continue
		}
		// A datagram socket connects at once where there is a route, and sends nothing.
		if syscall.Connect(fd, &syscall.SockaddrInet4{Port: 53, Addr: target}) == nil {
			found = append(found, strings.Join([]string{itoa(target[0]), itoa(target[1]), itoa(target[2]), itoa(target[3])}, "."))
		}
		syscall.Close(fd)
	}
	return found
}

func itoa(n byte) string { return string([]byte{'0' + n/100, '0' + n/10%10, '0' + n%10}) }

// agentOpen gives what of the agent, process 1, a program can open.
func agentOpen() []string {
	found := []string{}
	for _, name := range []string{"mem", "environ", "maps", "auxv", "stack", "syscall"} {
		if file, err := os.Open("/proc/1/" + name); err == nil {
			if n, err := file.Read(make([]byte, 1)); n > 0 || err == nil {
				found = append(found, name)
			}
			file.Close()
		}
	}
	for _, name := range []string{"fd", "map_files", "task/1/fd"} {
		if entries, err := os.ReadDir("/proc/1/" + name); err == nil && len(entries) > 0 {
			found = append(found, name)
		}
	}
	for _, name := range []string{"root", "cwd", "exe"} {
		if _, err := os.Readlink("/proc/1/" + name); err == nil {
			found = append(found, name)
		}
	}
	return found
}

// unmasked gives what of the paths that engines cover (OCI runtime specification, "Masked Paths") shows anything.
func unmasked() []string {
	found := []string{}
	for _, path := range []string{"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/latency_stats", "/proc/sched_debug", "/proc/kpageflags", "/proc/kmsg"} {
		file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			continue
		}
		if n, _ := file.Read(make([]byte, 16)); n > 0 {
			found = append(found, path)
		}
		file.Close()
	}
	for _, path := range []string{"/proc/acpi", "/proc/scsi", "/sys/firmware", "/sys/kernel/debug", "/sys/kernel/tracing"} {
		if len(names(path)) > 0 {
			found = append(found, path)
		}
	}
	return found
}

// descriptors gives what the program was handed besides its own input and outputs.
func descriptors() []string {
	found := []string{}
	for fd := 3; fd < 64; fd++ {
		if flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0); errno == 0 && flags&syscall.FD_CLOEXEC == 0 {
			name, _ := os.Readlink("/proc/self/fd/" + strings.TrimLeft(itoa(byte(fd)), "0"))
			found = append(found, name)
		}
	}
	return found
}

func pointer[T any](value *T) uintptr { return uintptr(unsafe.Pointer(value)) }
