package main

import "syscall"

// Numbers of calls that are the same on every architecture (asm-generic/unistd.h, since Linux 5.1).
const (
	sysPidfdGetfd   = 438
	sysIoUringSetup = 425
	sysOpenTree     = 428
	sysFsopen       = 430
	sysClone3       = 435
	sysMountSetattr = 442
	sysProcessMrel  = 448
	sysMemfdSecret  = 447
)

const (
	cloneNewNS, cloneNewUser, cloneNewNet, cloneNewPID = 0x00020000, 0x10000000, 0x40000000, 0x20000000
	afNetlink, afPacket, afVsock, afAlg, afBluetooth   = 16, 17, 40, 38, 31
	tiocsti, tioclinux, tiocsetd                       = 0x5412, 0x541C, 0x5423
)

// tryCalls makes each call that no program may make, with arguments that do no harm if it is let through, and gives the error number of each.
// EPERM and ENOSYS say that it was refused; any other that the kernel looked at it. Calls that the kernel itself refuses without a privilege say
// nothing about the filter, and are tried all the same: what counts is that they are refused.
func tryCalls() map[string]int {
	self := uintptr(syscall.Getpid())
	found := map[string]int{}
	try := func(name string, number uintptr, args ...uintptr) {
		var all [6]uintptr
		copy(all[:], args)
		_, _, errno := syscall.Syscall6(number, all[0], all[1], all[2], all[3], all[4], all[5])
		found[name] = int(errno)
	}
	// A call that makes a process: the child, if there is one, ends at once.
	fork := func(name string, flags uintptr) {
		pid, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, flags|uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if errno == 0 && pid == 0 {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
		}
		found[name] = int(errno)
	}
	const none = ^uintptr(0)
	try("io_uring_setup", sysIoUringSetup, 1, 0)
	try("bpf", sysBpf, 0, 0, 0)
	try("userfaultfd", sysUserfaultfd, 1)
	try("keyctl", sysKeyctl, 0, none, 0)
	try("add_key", sysAddKey, 0, 0, 0, 0, 0)
	try("request_key", sysRequestKey, 0, 0, 0, 0)
	try("perf_event_open", sysPerfEventOpen, 0, 0, none, none, 0)
	try("process_vm_readv", sysProcessVMReadv, self, 0, 0, 0, 0, 0)
	try("process_vm_writev", sysProcessVMWritev, self, 0, 0, 0, 0, 0)
	try("kcmp", sysKcmp, self, self, 0, 0, 0)
	try("pidfd_getfd", sysPidfdGetfd, none, 0, 0)
	try("process_mrelease", sysProcessMrel, none, 0)
	try("name_to_handle_at", sysNameToHandleAt, none, 0, 0, 0, 0)
	try("open_by_handle_at", sysOpenByHandleAt, none, 0, 0)
	try("unshare(user)", syscall.SYS_UNSHARE, cloneNewUser)
	try("unshare(mount)", syscall.SYS_UNSHARE, cloneNewNS)
	try("setns", sysSetns, none, 0)
	fork("clone(user)", cloneNewUser)
	fork("clone(net)", cloneNewNet)
	fork("clone(pid)", cloneNewPID)
	try("clone3", sysClone3, 0, 0)
	try("mount", syscall.SYS_MOUNT, 0, 0, 0, 0, 0)
	try("umount2", syscall.SYS_UMOUNT2, 0, 0)
	try("pivot_root", syscall.SYS_PIVOT_ROOT, 0, 0)
	try("chroot", syscall.SYS_CHROOT, 0)
	try("fsopen", sysFsopen, 0, 0)
	try("open_tree", sysOpenTree, none, 0, 0)
	try("mount_setattr", sysMountSetattr, none, 0, 0, 0, 0)
	try("init_module", syscall.SYS_INIT_MODULE, 0, 0, 0)
	try("finit_module", sysFinitModule, none, 0, 0)
	try("delete_module", syscall.SYS_DELETE_MODULE, 0, 0)
	try("kexec_load", syscall.SYS_KEXEC_LOAD, 0, 0, 0, 0)
	// Without its magic numbers reboot(2) does nothing but answer EINVAL.
	try("reboot", syscall.SYS_REBOOT, 0, 0, 0)
	try("settimeofday", syscall.SYS_SETTIMEOFDAY, 0, 0)
	try("clock_settime", syscall.SYS_CLOCK_SETTIME, 0, 0)
	try("clock_adjtime", sysClockAdjtime, 0, 0)
	try("swapon", syscall.SYS_SWAPON, 0, 0)
	try("acct", syscall.SYS_ACCT, 0)
	try("sethostname", syscall.SYS_SETHOSTNAME, 0, 0)
	try("quotactl", syscall.SYS_QUOTACTL, 0, 0, 0, 0)
	try("syslog", syscall.SYS_SYSLOG, 10, 0, 0)
	try("sync", syscall.SYS_SYNC)
	try("vmsplice", syscall.SYS_VMSPLICE, none, 0, 0, 0)
	try("io_setup", syscall.SYS_IO_SETUP, 0, 0)
	try("mbind", sysMbind, 0, 0, none, 0, 0, 0)
	try("migrate_pages", sysMigratePages, self, 0, 0, 0)
	try("memfd_secret", sysMemfdSecret, none)
	try("fanotify_init", sysFanotifyInit, none, 0)
	try("seccomp", sysSeccomp, 99, 0, 0)
	try("prctl(PR_SET_SECCOMP)", syscall.SYS_PRCTL, 22, 99, 0, 0, 0)
	try("personality(ADDR_NO_RANDOMIZE)", syscall.SYS_PERSONALITY, 0x0040000)
	try("setpriority(agent)", syscall.SYS_SETPRIORITY, 0, 1, 0)
	try("sched_setscheduler(agent)", syscall.SYS_SCHED_SETSCHEDULER, 1, 0, 0)
	try("prlimit64(agent)", syscall.SYS_PRLIMIT64, 1, 99, 1, 0)
	try("ioctl(TIOCSTI)", syscall.SYS_IOCTL, none, tiocsti, 0)
	try("ioctl(TIOCSTI, high bits set)", syscall.SYS_IOCTL, none, 1<<32|tiocsti, 0)
	try("ioctl(TIOCLINUX)", syscall.SYS_IOCTL, none, tioclinux, 0)
	try("ioctl(TIOCSETD)", syscall.SYS_IOCTL, none, tiocsetd, 0)
	for name, domain := range map[string]uintptr{"socket(PACKET)": afPacket, "socket(VSOCK)": afVsock, "socket(ALG)": afAlg, "socket(BLUETOOTH)": afBluetooth} {
		try(name, syscall.SYS_SOCKET, domain, 3, 0)
	}
	try("socket(NETLINK_NETFILTER)", syscall.SYS_SOCKET, afNetlink, 3, 12)
	try("socket(INET, RAW)", syscall.SYS_SOCKET, 2, 3, 1)
	try("socket(INET, SCTP)", syscall.SYS_SOCKET, 2, 1, 132)
	archCalls(try)
	found["ptrace"] = tryTracing()
	return found
}

// tryTracing asks to be traced in a child: where that is let through, the next signal stops whoever asked, and Go sends its own threads some.
func tryTracing() int {
	child, _, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 {
		return int(errno)
	}
	if child == 0 {
		_, _, errno = syscall.RawSyscall6(syscall.SYS_PTRACE, 0, 0, 0, 0, 0, 0)
		syscall.RawSyscall(syscall.SYS_EXIT_GROUP, uintptr(errno), 0, 0)
	}
	var status syscall.WaitStatus
	for {
		if _, err := syscall.Wait4(int(child), &status, 0, nil); err != syscall.EINTR {
			return max(status.ExitStatus(), 0)
		}
	}
}
