package main

import (
	"os"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// ioctl numbers of ioctl_tty(2), the same on amd64 and arm64.
const (
	ioctlGetPeer   = 0x5441
	ioctlGetNumber = 0x80045430
	ioctlLock      = 0x40045431
)

// iutf8 makes the kernel's line editing delete characters, not bytes (termios(3)).
const iutf8 = 0x4000

// terminal is a pseudo-terminal: the agent's side, and the program's side. The agent keeps both: a program that closes its terminal everywhere
// may still open /dev/tty again, and what it writes there must be read.
type terminal struct {
	master *os.File
	slave  *os.File
	fd     int
}

func ioctl(fd int, request uintptr, arg unsafe.Pointer) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), request, uintptr(arg)); errno != 0 {
		return errno
	}
	return nil
}

func openTerminal(s size) (*terminal, error) {
	fd, err := syscall.Open("/dev/ptmx", syscall.O_RDWR|syscall.O_NOCTTY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	t := &terminal{master: os.NewFile(uintptr(fd), "terminal"), fd: fd}
	var unlocked int32
	if err := ioctl(fd, ioctlLock, unsafe.Pointer(&unlocked)); err != nil {
		t.master.Close()
		return nil, err
	}
	slave, err := openPeer(fd)
	if err != nil {
		t.master.Close()
		return nil, err
	}
	t.slave = os.NewFile(uintptr(slave), "terminal")
	var attributes syscall.Termios
	if err := ioctl(slave, syscall.TCGETS, unsafe.Pointer(&attributes)); err == nil {
		attributes.Iflag |= iutf8
		_ = ioctl(slave, syscall.TCSETS, unsafe.Pointer(&attributes))
	}
	t.resize(s)
	return t, nil
}

// openPeer opens the program's side without a path, or by its path where the kernel cannot (gVisor).
func openPeer(fd int) (int, error) {
	const flags = syscall.O_RDWR | syscall.O_NOCTTY | syscall.O_CLOEXEC
	if peer, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), ioctlGetPeer, flags); errno == 0 {
		return int(peer), nil
	}
	number, err := terminalNumber(fd)
	if err != nil {
		return -1, err
	}
	return syscall.Open("/dev/pts/"+itoa(number), flags, 0)
}

func terminalNumber(fd int) (int, error) {
	var number uint32
	err := ioctl(fd, ioctlGetNumber, unsafe.Pointer(&number))
	return int(number), err
}

// number names the program's side: N of /dev/pts/N.
func (t *terminal) number() (int, error) { return terminalNumber(t.fd) }

// resize sets the size; the kernel tells the foreground process group by SIGWINCH when it has changed.
func (t *terminal) resize(s size) {
	window := [4]uint16{s.Rows, s.Cols, 0, 0}
	_ = ioctl(t.fd, syscall.TIOCSWINSZ, unsafe.Pointer(&window))
}

// foreground gives the process group that signals of the terminal go to, or 0.
func (t *terminal) foreground() int {
	var group int32
	if ioctl(t.fd, syscall.TIOCGPGRP, unsafe.Pointer(&group)) != nil {
		return 0
	}
	return int(group)
}

// endOfInput gives the character that means end of input, Ctrl-D unless the program has chosen another.
func (t *terminal) endOfInput() byte {
	var attributes syscall.Termios
	if ioctl(t.fd, syscall.TCGETS, unsafe.Pointer(&attributes)) != nil || attributes.Cc[syscall.VEOF] == 0 {
		return 4
	}
	return attributes.Cc[syscall.VEOF]
}

// hangUp lets go of the program's side. When all programs have, what is left can be read to its end.
func (t *terminal) hangUp() {
	t.slave.Close()
	if !kernelHangsUp() {
		// Whoever waits for more is told that there will be none; what is there already is taken by rest.
		_ = t.master.SetReadDeadline(time.Now())
	}
}

// rest reads what is there now, after a hang-up of which the kernel does not tell.
func (t *terminal) rest(buffer []byte) int {
	n, _ := syscall.Read(t.fd, buffer)
	return n
}

// kernelHangsUp tells whether reading ends with an error once the program's side is closed everywhere (pty(7)). gVisor's never does; there, what a
// program has written can be read at once, so that a terminal that has nothing now is at its end.
var kernelHangsUp = sync.OnceValue(func() bool {
	t, err := openTerminal(size{Cols: 80, Rows: 24})
	if err != nil {
		return true
	}
	defer t.master.Close()
	t.slave.Close()
	_, err = syscall.Read(t.fd, make([]byte, 1))
	return err != syscall.EAGAIN
})
