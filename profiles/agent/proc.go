package main

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

func itoa(n int) string { return strconv.Itoa(n) }

// others lists every process but the agent and its template. The agent's lock is held.
func (a *agent) others() ([]int, error) {
	except := 0
	if t := a.template; t != nil {
		except = t.pid
	}
	found, err := pids()
	return slices.DeleteFunc(found, func(pid int) bool { return pid == except }), err
}

// pids lists every process but the agent.
func pids() ([]int, error) {
	fd, err := syscall.Open("/proc", folderFlags, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	var found []int
	self := false
	for _, name := range names(fd, all) {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if pid == os.Getpid() {
			self = true
		} else {
			found = append(found, pid)
		}
	}
	if !self {
		return nil, errors.New("/proc cannot be read")
	}
	return found, nil
}

// ticksPerSecond is the unit of times in /proc/pid/stat: USER_HZ, 100 on every architecture we build for (proc(5), sysconf(3)).
const ticksPerSecond = 100

// statTime gives the processor time of /proc/pid/stat: the process's own and that of children it has waited for.
func statTime(stat []byte) (time.Duration, bool) {
	// The name, field 2, may hold spaces and brackets; the last bracket ends it.
	at := bytes.LastIndexByte(stat, ')')
	if at < 0 {
		return 0, false
	}
	fields := bytes.Fields(stat[at+1:])
	// utime, stime, cutime and cstime are fields 14 to 17; fields[0] is field 3.
	if len(fields) < 15 {
		return 0, false
	}
	var ticks int64
	for _, field := range fields[11:15] {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, false
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, true
}

// liveTime sums the processor time of all live programs. The agent's lock is held. An agent that cannot look, since a program has lowered its limits
// (prlimit(2) asks for the same user only), gives up: no limit would hold.
func (a *agent) liveTime() time.Duration {
	found, err := a.others()
	if err != nil {
		giveUp(err)
	}
	var sum time.Duration
	for _, pid := range found {
		if stat, err := readSmall("/proc/" + itoa(pid) + "/stat"); err == nil {
			if used, ok := statTime(stat); ok {
				sum += used
			}
		}
	}
	return sum
}

// processTime gives the processor time of one process: to the nanosecond from its CPU clock (clock_getcpuclockid(3)), else from /proc.
func processTime(pid int) time.Duration {
	const schedClock = 2
	var ts syscall.Timespec
	clock := uintptr(int32(^pid<<3 | schedClock))
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&ts)), 0); errno == 0 {
		return time.Duration(ts.Nano())
	}
	stat, _ := readSmall("/proc/" + itoa(pid) + "/stat")
	used, _ := statTime(stat)
	return used
}

// programsTime gives the processor time of all that ever ran in the box but the agent, from the box's cgroup: v2, else v1, else 0 (gVisor has
// neither). It has what /proc forgets: children that nobody waits for, since their parent ignores SIGCHLD (wait(2), NOTES).
func (b *books) programsTime() time.Duration {
	var sum time.Duration
	if text := readAgain(b.time); text == nil {
		return 0
	} else if b.v2 {
		sum = time.Duration(count(text, "usage_usec")) * time.Microsecond
	} else {
		nanoseconds, _ := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
		sum = time.Duration(nanoseconds)
	}
	var own syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &own)
	return sum - time.Duration(own.Utime.Nano()+own.Stime.Nano())
}

// oomKills reads how many processes of this box the kernel's out-of-memory killer has ended: cgroup v2, else v1, else 0 (gVisor has neither).
func (b *books) oomKills() int64 { return count(readAgain(b.memory), "oom_kill") }

// books are the accounts that the kernel keeps of the box's cgroup, open from the beginning: reading them again is one call, and takes no descriptor.
// A file that is not there is nil.
type books struct {
	v2                  bool
	time, memory, tasks *os.File
}

func openBooks() books {
	open := func(path string) *os.File {
		file, err := os.Open("/sys/fs/cgroup/" + path)
		if err != nil {
			return nil
		}
		return file
	}
	// The host's own root has no type, and its account is not the box's.
	if _, err := os.Stat("/sys/fs/cgroup/cgroup.type"); err == nil {
		return books{v2: true, time: open("cpu.stat"), memory: open("memory.events"), tasks: open("pids.current")}
	}
	return books{time: open("cpuacct/cpuacct.usage"), memory: open("memory/memory.oom_control"), tasks: open("pids/pids.current")}
}

// countTasks gives the number of threads that live in the box or were not waited for yet, 0 when it is not to be had (cgroup "pids", pids.current).
func (b *books) countTasks() int {
	n, _ := strconv.Atoi(string(bytes.TrimSpace(readAgain(b.tasks))))
	return n
}

// ownThreads gives the number of the agent's threads, 0 when it is not to be had.
func ownThreads() int {
	stat, _ := readSmall("/proc/self/stat")
	// num_threads is field 20; the last bracket ends field 2.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 18 {
		return 0
	}
	n, _ := strconv.Atoi(string(fields[17]))
	return n
}

// readSmall reads the first 4 KiB of a file of the kernel's, which is never more. os.ReadFile would ask the kernel five times as much.
func readSmall(path string) ([]byte, error) {
	fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	buffer := make([]byte, 4096)
	n, err := syscall.Read(fd, buffer)
	return buffer[:max(0, n)], err
}

// readAgain reads a small file of the kernel's from its beginning; nil when it cannot be read.
func readAgain(file *os.File) []byte {
	if file == nil {
		return nil
	}
	const most = 4096
	buffer := make([]byte, most)
	n, err := file.ReadAt(buffer, 0)
	if n == 0 && err != nil {
		return nil
	}
	return buffer[:n]
}

// count finds the line "name N" in a file of a cgroup.
func count(text []byte, name string) int64 {
	for _, line := range bytes.Split(text, []byte("\n")) {
		fields := bytes.Fields(line)
		if len(fields) == 2 && string(fields[0]) == name {
			n, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			return n
		}
	}
	return 0
}

// closeToDebuggers makes /proc/1 and the agent's memory off limits to the programs, which run as the same user (prctl(2), PR_SET_DUMPABLE).
func closeToDebuggers() error {
	const setDumpable = 4
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// stayAlive makes the agent the kernel's last choice when memory is short, as far as it may: what it cannot reach, no program can either (proc(5),
// oom_score_adj: without a privilege the score goes no lower than a privileged process once set it).
func stayAlive() {
	for score := -1000; score <= 0; score += 100 {
		if os.WriteFile("/proc/self/oom_score_adj", []byte(itoa(score)), 0) == nil {
			return
		}
	}
}

// dropSignals gives signals back to the kernel, which discards those that a process 1 does not handle (kill(2), NOTES). Go's own handlers would
// end the agent when a program sends it, say, SIGTERM or a forged SIGSEGV.
func dropSignals() {
	// struct sigaction as the kernel has it: handler, flags, restorer, mask; all zero is SIG_DFL.
	var action [4]uint64
	const maskBytes = 8
	for signal := 1; signal <= 64; signal++ {
		switch syscall.Signal(signal) {
		case syscall.SIGKILL, syscall.SIGSTOP, syscall.SIGCHLD, syscall.SIGURG:
			// SIGCHLD tells that there is somebody to reap; SIGURG is how Go's scheduler interrupts.
		default:
			syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(signal), uintptr(unsafe.Pointer(&action)), 0, maskBytes, 0, 0)
		}
	}
}
