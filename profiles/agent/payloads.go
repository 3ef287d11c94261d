package main

import (
	"encoding/json"
	"slices"
	"strings"
	"syscall"
)

const protocolVersion = 1

type hello struct {
	Protocol  *int
	Workspace *string
	Scratch   *[]string
	Env       *map[string]string
	// Build is the folder of the workspace that belongs to compilers; none when absent.
	Build   string
	Standby *struct {
		Argv     []string
		Template bool
		// Wait is where the preloaded library makes an interpreter wait; empty for one that knows standbys by itself.
		Wait string
	}
}

type putRequest struct {
	Name       *string
	Size       *int64
	Executable *bool
}

type size struct {
	Cols, Rows uint16
}

type limits struct {
	CPUMs, WallMs, IdleMs, KillGraceMs int64
}

type startRequest struct {
	Argv []string
	TTY  *size
	// Stdin is a file of the workspace that is read instead of the terminal or the pipe.
	Stdin  *string
	Limits *limits
	Window *uint32
}

type stopRequest struct {
	Reason  string
	GraceMs *int64
}

type resetRequest struct {
	Keep *[]string
	// KeepBuild leaves what compilers have made.
	KeepBuild bool
}

type getRequest struct {
	Name     *string
	MaxBytes *int64
}

type exitReport struct {
	Reason      string  `json:"reason"`
	Code        *int    `json:"code"`
	Signal      *string `json:"signal"`
	CPUMs       int64   `json:"cpuMs"`
	WallMs      int64   `json:"wallMs"`
	PeakBytes   int64   `json:"peakBytes"`
	OutputBytes int64   `json:"outputBytes"`
	OOMKills    int64   `json:"oomKills"`
}

type resetReport struct {
	Clean     bool     `json:"clean"`
	Leftovers []string `json:"leftovers"`
	Standby   bool     `json:"standby"`
}

type listedFile struct {
	Name       string `json:"name"`
	Size       int64  `json:"size"`
	ModifiedMs int64  `json:"modifiedMs"`
	// AsPut: the server put it there, and nobody has written to it since.
	AsPut bool `json:"asPut"`
}

type fileList struct {
	Files     []listedFile `json:"files"`
	Truncated bool         `json:"truncated"`
}

// parse reads a JSON payload; what does not parse is malformed.
func parse(payload []byte, into any) error {
	if err := json.Unmarshal(payload, into); err != nil {
		return malformed("payload: %v", err)
	}
	return nil
}

func parseHello(payload []byte) (hello, error) {
	var h hello
	if err := parse(payload, &h); err != nil {
		return h, err
	}
	if h.Protocol == nil || *h.Protocol != protocolVersion {
		return h, malformed("another protocol")
	}
	if h.Workspace == nil || h.Scratch == nil || h.Env == nil {
		return h, malformed("hello lacks a field")
	}
	for _, place := range append([]string{*h.Workspace}, *h.Scratch...) {
		if !strings.HasPrefix(place, "/") || strings.ContainsRune(place, 0) {
			return h, malformed("a place that is not an absolute path")
		}
	}
	if h.Build != "" && (!validName(h.Build) || strings.Contains(h.Build, "/")) {
		return h, malformed("a build folder that is not one")
	}
	for name, value := range *h.Env {
		if name == "" || strings.ContainsAny(name, "=\x00") || strings.ContainsRune(value, 0) {
			return h, malformed("an environment that cannot be")
		}
	}
	if h.Standby != nil && !validArgv(h.Standby.Argv) {
		return h, malformed("standby without a command")
	}
	if h.Standby != nil && !slices.Contains([]string{"", "start", "open", "read", "mark"}, h.Standby.Wait) {
		return h, malformed("standby that waits nowhere")
	}
	return h, nil
}

func parseStart(payload []byte) (startRequest, error) {
	var s startRequest
	if err := parse(payload, &s); err != nil {
		return s, err
	}
	if !validArgv(s.Argv) || s.Limits == nil || s.Window == nil {
		return s, malformed("start lacks a field")
	}
	l := s.Limits
	if l.CPUMs <= 0 || l.WallMs <= 0 || l.IdleMs < 0 || l.KillGraceMs <= 0 {
		return s, malformed("a limit that is none")
	}
	if s.TTY != nil && !s.TTY.valid() {
		return s, malformed("a terminal of no size")
	}
	if s.Stdin != nil && !validName(*s.Stdin) {
		return s, malformed("input from what is no file of the workspace")
	}
	return s, nil
}

func validArgv(argv []string) bool {
	if len(argv) == 0 || argv[0] == "" {
		return false
	}
	for _, arg := range argv {
		if strings.ContainsRune(arg, 0) {
			return false
		}
	}
	return true
}

// maxCells bounds a terminal's columns and rows.
const maxCells = 1000

func (s size) valid() bool {
	return s.Cols >= 1 && s.Cols <= maxCells && s.Rows >= 1 && s.Rows <= maxCells
}

// signals are those that have a name on every architecture we build for (signal(7)).
var signals = map[string]syscall.Signal{
	"SIGHUP": syscall.SIGHUP, "SIGINT": syscall.SIGINT, "SIGQUIT": syscall.SIGQUIT, "SIGILL": syscall.SIGILL,
	"SIGTRAP": syscall.SIGTRAP, "SIGABRT": syscall.SIGABRT, "SIGBUS": syscall.SIGBUS, "SIGFPE": syscall.SIGFPE,
	"SIGKILL": syscall.SIGKILL, "SIGUSR1": syscall.SIGUSR1, "SIGSEGV": syscall.SIGSEGV, "SIGUSR2": syscall.SIGUSR2,
	"SIGPIPE": syscall.SIGPIPE, "SIGALRM": syscall.SIGALRM, "SIGTERM": syscall.SIGTERM, "SIGSTKFLT": syscall.SIGSTKFLT,
	"SIGCHLD": syscall.SIGCHLD, "SIGCONT": syscall.SIGCONT, "SIGSTOP": syscall.SIGSTOP, "SIGTSTP": syscall.SIGTSTP,
	"SIGTTIN": syscall.SIGTTIN, "SIGTTOU": syscall.SIGTTOU, "SIGURG": syscall.SIGURG, "SIGXCPU": syscall.SIGXCPU,
	"SIGXFSZ": syscall.SIGXFSZ, "SIGVTALRM": syscall.SIGVTALRM, "SIGPROF": syscall.SIGPROF, "SIGWINCH": syscall.SIGWINCH,
	"SIGIO": syscall.SIGIO, "SIGPWR": syscall.SIGPWR, "SIGSYS": syscall.SIGSYS,
}

func signalName(signal syscall.Signal) string {
	for name, number := range signals {
		if number == signal {
			return name
		}
	}
	return "SIG" + itoa(int(signal))
}
