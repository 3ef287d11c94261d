package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// bareRequest asks how long a command takes in a shell, without Glovebox.
type bareRequest struct {
	// Files are written into the working directory first.
	Files []struct{ Name, Content string }
	// Prepare is a line that is entered once before; nothing when it is empty.
	Prepare string
	// Line is what is entered and timed.
	Line string
	// Samples is how many times that is, after three times that do not count.
	Samples int
	// PauseMs is how long somebody reads what was printed before they enter the next line, in milliseconds.
	PauseMs int
}

// bare gives the milliseconds from entering a line in an interactive shell, in a terminal, to the first byte of what it prints.
func bare(text string) ([]float64, error) {
	var request bareRequest
	if err := json.Unmarshal([]byte(text), &request); err != nil {
		return nil, err
	}
	for _, file := range request.Files {
		if err := os.WriteFile(file.Name, []byte(file.Content), 0o644); err != nil {
			return nil, err
		}
	}
	s, err := startShell()
	if err != nil {
		return nil, err
	}
	defer s.end()
	if request.Prepare != "" {
		if _, err := s.enter(request.Prepare); err != nil {
			return nil, err
		}
	}
	times := []float64{}
	for round := -3; round < request.Samples; round++ {
		time.Sleep(time.Duration(request.PauseMs) * time.Millisecond)
		took, err := s.enter(request.Line)
		if err != nil {
			return nil, err
		}
		if round >= 0 {
			times = append(times, float64(took.Microseconds())/1000)
		}
	}
	return times, nil
}

// prompt is printed by the shell when a command has ended, with its exit status between the two parts.
var prompt = [2]string{"\x02status ", "\x03"}

// shell is a shell in a terminal that echoes nothing: the first byte after a line is the command's.
type shell struct {
	cmd    *exec.Cmd
	master *os.File
}

// startShell starts Bash without its line editor and without start-up files, the quickest that a person's shell can be, and waits for its prompt.
func startShell() (*shell, error) {
	master, slave, err := openTerminal()
	if err != nil {
		return nil, err
	}
	defer slave.Close()
	cmd := exec.Command("/bin/bash", "--norc", "--noprofile", "--noediting", "-i")
	cmd.Env = append(os.Environ(), "PS1="+prompt[0]+`$?`+prompt[1])
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &shell{cmd, master}
	_, err = s.untilPrompt(time.Now())
	return s, err
}

func (s *shell) end() {
	s.master.Close()
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// enter types a line and waits for the next prompt. It gives the time until the first byte came.
func (s *shell) enter(line string) (time.Duration, error) {
	if strings.ContainsAny(line, "\n\x04") {
		return 0, errors.New("more than a line")
	}
	began := time.Now()
	if _, err := s.master.WriteString(line + "\n"); err != nil {
		return 0, err
	}
	return s.untilPrompt(began)
}

func (s *shell) untilPrompt(began time.Time) (time.Duration, error) {
	var first time.Duration
	var all []byte
	var some [4096]byte
	for {
		n, err := s.master.Read(some[:])
		if first == 0 {
			first = time.Since(began)
		}
		if err != nil {
			return 0, fmt.Errorf("the shell ended: %w: %s", err, all)
		}
		all = append(all, some[:n]...)
		_, status, found := bytes.Cut(all, []byte(prompt[0]))
		if !found || !bytes.HasSuffix(status, []byte(prompt[1])) {
			continue
		}
		if string(bytes.TrimSuffix(status, []byte(prompt[1]))) != "0" {
			return 0, fmt.Errorf("the command failed: %s", all)
		}
		return first, nil
	}
}

// openTerminal makes a pseudo-terminal without echo: the side of whoever types, and the shell's. The numbers are those of ioctl_tty(2).
func openTerminal() (master, slave *os.File, err error) {
	const (
		ioctlGetNumber = 0x80045430
		ioctlLock      = 0x40045431
	)
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	var unlocked, number int32
	if err = control(master, ioctlLock, unsafe.Pointer(&unlocked)); err == nil {
		err = control(master, ioctlGetNumber, unsafe.Pointer(&number))
	}
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err == nil {
		var attributes syscall.Termios
		err = control(slave, syscall.TCGETS, unsafe.Pointer(&attributes))
		attributes.Lflag &^= syscall.ECHO
		err = errors.Join(err, control(slave, syscall.TCSETS, unsafe.Pointer(&attributes)))
	}
	if err != nil {
		master.Close()
	}
	return master, slave, err
}

func control(file *os.File, request uintptr, arg unsafe.Pointer) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), request, uintptr(arg)); errno != 0 {
		return errno
	}
	return nil
}
