package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// systemV are the kinds of System V IPC objects: their calls with IPC_RMID, by the name of their list in /proc/sysvipc.
var systemV = map[string]func(id int) syscall.Errno{
	"shm": func(id int) syscall.Errno {
		_, _, errno := syscall.Syscall(syscall.SYS_SHMCTL, uintptr(id), 0, 0)
		return errno
	},
	"sem": func(id int) syscall.Errno {
		_, _, errno := syscall.Syscall6(syscall.SYS_SEMCTL, uintptr(id), 0, 0, 0, 0, 0)
		return errno
	},
	"msg": func(id int) syscall.Errno {
		_, _, errno := syscall.Syscall(syscall.SYS_MSGCTL, uintptr(id), 0, 0)
		return errno
	},
}

// systemVIDs reads the second column of a list in /proc/sysvipc (proc(5)), or counts where there is no such folder. False when neither can be done.
func systemVIDs(kind string) ([]int, bool) {
	if text, err := os.ReadFile("/proc/sysvipc/" + kind); err == nil {
		return parseSystemV(string(text)), true
	}
	return countSystemV(kind)
}

// countSystemV gives every id that there can be. gVisor lists no objects but numbers them one after the other: the number of one made now, and
// removed again, is above those of all others.
func countSystemV(kind string) ([]int, bool) {
	const most = 1 << 16
	private, size, mode := uintptr(0), uintptr(1), uintptr(0o600)
	calls := map[string]func() (uintptr, uintptr, syscall.Errno){
		"shm": func() (uintptr, uintptr, syscall.Errno) {
			return syscall.Syscall(syscall.SYS_SHMGET, private, size, mode)
		},
		"sem": func() (uintptr, uintptr, syscall.Errno) {
			return syscall.Syscall(syscall.SYS_SEMGET, private, size, mode)
		},
		"msg": func() (uintptr, uintptr, syscall.Errno) { return syscall.Syscall(syscall.SYS_MSGGET, private, mode, 0) },
	}
	last, _, errno := calls[kind]()
	if errno == syscall.ENOSYS {
		return nil, true
	}
	if errno != 0 || systemV[kind](int(last)) != 0 || last > most {
		return nil, false
	}
	ids := make([]int, last)
	for id := range ids {
		ids[id] = id
	}
	return ids, true
}

func parseSystemV(text string) []int {
	var ids []int
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if i == 0 || len(fields) < 2 {
			continue
		}
		if id, err := strconv.Atoi(fields[1]); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func removeSystemV() {
	for kind, remove := range systemV {
		ids, _ := systemVIDs(kind)
		for _, id := range ids {
			_ = remove(id)
		}
	}
}
