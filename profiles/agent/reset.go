package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// resetTime bounds a reset; what is not done by then makes the box dirty. Only tests set it.
var resetTime = 2 * time.Second

const (
	maxLeftovers = 20
	messageQueue = "/dev/mqueue"
)

// place is a folder that programs may write to, as it was before any of them did.
type place struct {
	path string
	mode uint32
}

func rememberPlaces(paths []string) ([]place, error) {
	var places []place
	for _, path := range paths {
		var info syscall.Stat_t
		if err := syscall.Stat(path, &info); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		places = append(places, place{path, info.Mode & 0o7777})
	}
	return places, nil
}

// tree is a set of file names by folder; a nil tree is a file. A folder that is kept with all that is in it is `whole`.
type tree map[string]tree

// No entry of a folder has a slash for its name.
var whole = tree{"/": nil}

func (t tree) isWhole() bool {
	_, found := t["/"]
	return found
}

// kept is what stays in the workspace.
func (a *agent) kept(names []string, keepBuild bool) tree {
	root := toTree(names)
	delete(root, a.build)
	if keepBuild && a.build != "" {
		root[a.build] = whole
	}
	return root
}

func toTree(names []string) tree {
	root := tree{}
	for _, name := range names {
		parts := strings.Split(name, "/")
		at := root
		for _, part := range parts[:len(parts)-1] {
			if at[part] == nil {
				at[part] = tree{}
			}
			at = at[part]
		}
		if _, known := at[parts[len(parts)-1]]; !known {
			at[parts[len(parts)-1]] = nil
		}
	}
	return root
}

// cleaner makes the box as it was, within a time.
type cleaner struct{ deadline time.Time }

func (c *cleaner) late() bool { return time.Now().After(c.deadline) }

// reset ends every process and removes everything that programs can have left, then looks again.
func (a *agent) reset(keep []string, keepBuild bool) resetReport {
	a.dropStandby(nil)
	for name := range a.stamps {
		if !slices.Contains(keep, name) {
			delete(a.stamps, name)
		}
	}
	c := &cleaner{deadline: time.Now().Add(resetTime)}
	alone := a.killAll(resetTime)
	for i, p := range a.places {
		kept := tree{}
		if i == 0 {
			kept = a.kept(keep, keepBuild)
		}
		c.clear(p, kept)
	}
	c.clear(place{path: messageQueue}, tree{})
	removeSystemV()

	report := resetReport{Leftovers: []string{}}
	note := func(format string, args ...any) {
		if len(report.Leftovers) < maxLeftovers {
			report.Leftovers = append(report.Leftovers, printable(fmt.Sprintf(format, args...)))
		}
	}
	// Where no process is left but this one, none can begin.
	if !alone {
		left, err := pids()
		note("processes: %v %v", left, err)
	}
	for i, p := range a.places {
		kept := tree{}
		if i == 0 {
			kept = a.kept(keep, keepBuild)
		}
		for _, name := range leftIn(p.path, kept) {
			note("file: %s/%s", p.path, name)
		}
		if n, err := syscall.Listxattr(p.path, nil); n > 0 || err != nil && err != syscall.ENOTSUP {
			note("attributes: %s %v", p.path, err)
		}
	}
	for _, name := range leftIn(messageQueue, tree{}) {
		note("message queue: %s", name)
	}
	for kind := range systemV {
		if _, err := os.Stat("/proc/sysvipc"); err == nil {
			if ids, _ := systemVIDs(kind); len(ids) > 0 {
				note("System V %s: %v", kind, ids)
			}
		} else if _, ok := systemVIDs(kind); !ok {
			note("System V %s: cannot be counted", kind)
		}
	}
	report.Clean = len(report.Leftovers) == 0
	return report
}

// printable cuts a note and takes out what is not text: names are the programs' own.
func printable(text string) string {
	const maxNote = 200
	text = strings.ToValidUTF8(text, "?")
	text = strings.Map(func(char rune) rune {
		if char < 0x20 || char == 0x7f {
			return '?'
		}
		return char
	}, text)
	if len(text) > maxNote {
		text = strings.ToValidUTF8(text[:maxNote], "")
	}
	return text
}

// clear empties a place but for what is kept, and restores its mode and attributes.
func (c *cleaner) clear(p place, keep tree) {
	fd, err := syscall.Open(p.path, folderFlags, 0)
	if err != nil {
		// Closed to its owner by its owner.
		if syscall.Chmod(p.path, 0o700) != nil {
			return
		}
		if fd, err = syscall.Open(p.path, folderFlags, 0); err != nil {
			return
		}
	}
	defer syscall.Close(fd)
	if p.mode != 0 {
		_ = syscall.Fchmod(fd, 0o700)
	}
	c.clearFolder(fd, keep)
	if p.mode != 0 {
		removeAttributes(p.path)
		_ = syscall.Fchmod(fd, p.mode)
	}
}

func (c *cleaner) clearFolder(fd int, keep tree) {
	for {
		removed := false
		for _, name := range names(fd, some) {
			if c.late() {
				return
			}
			inner, kept := keep[name]
			if kept && c.keeps(fd, name, inner) {
				continue
			}
			c.remove(fd, name)
			removed = true
		}
		// A folder that changes while it is read may hide entries: read again until there is nothing to remove.
		if !removed || c.late() {
			return
		}
	}
}

// keeps tells whether an entry is what is to be kept there: a regular file, or a folder, which is then cleared but for what is kept in it.
func (c *cleaner) keeps(fd int, name string, inner tree) bool {
	if inner == nil {
		file, err := syscall.Openat(fd, name, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
		if err != nil {
			return false
		}
		defer syscall.Close(file)
		var info syscall.Stat_t
		return syscall.Fstat(file, &info) == nil && info.Mode&syscall.S_IFMT == syscall.S_IFREG && info.Nlink == 1
	}
	folder, err := syscall.Openat(fd, name, folderFlags, 0)
	if err != nil {
		return false
	}
	defer syscall.Close(folder)
	_ = syscall.Fchmod(folder, 0o755)
	if !inner.isWhole() {
		c.clearFolder(folder, inner)
	}
	return true
}

// remove takes away an entry, whatever it is. Folders in folders are moved up next to it first, so that neither depth nor the length of a path
// sets a bound.
func (c *cleaner) remove(fd int, name string) {
	if syscall.Unlinkat(fd, name) == nil {
		return
	}
	pending := []string{name}
	for serial := 0; len(pending) > 0 && !c.late(); {
		current := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		_ = syscall.Fchmodat(fd, current, 0o700, 0)
		folder, err := syscall.Openat(fd, current, folderFlags, 0)
		if err != nil {
			_ = syscall.Unlinkat(fd, current)
			continue
		}
		for entries := names(folder, some); len(entries) > 0 && !c.late(); entries = names(folder, some) {
			moved := false
			for _, entry := range entries {
				if syscall.Unlinkat(folder, entry) == nil {
					moved = true
					continue
				}
				_ = syscall.Fchmodat(folder, entry, 0o700, 0)
				for tries := 0; tries < 1000; tries++ {
					serial++
					up := ".reset-" + strconv.Itoa(serial)
					if renameat(folder, entry, fd, up) == nil {
						pending = append(pending, up)
						moved = true
						break
					}
				}
			}
			if !moved {
				break
			}
		}
		syscall.Close(folder)
		_ = removeFolder(fd, current)
	}
}

const (
	// some is how many entries of a folder are dealt with at a time, so that a full one takes little memory.
	some = 4096
	all  = 1 << 20
)

// names lists a folder from its beginning, and stops after `most` entries or some more.
func names(fd, most int) []string {
	if _, err := syscall.Seek(fd, 0, 0); err != nil {
		return nil
	}
	buffer := make([]byte, 8<<10)
	var found []string
	for len(found) < most {
		n, err := syscall.ReadDirent(fd, buffer)
		if err != nil || n <= 0 {
			break
		}
		_, _, found = syscall.ParseDirent(buffer[:n], -1, found)
	}
	return found
}

// leftIn names what is in a folder and is not kept.
func leftIn(path string, keep tree) []string {
	fd, err := syscall.Open(path, folderFlags, 0)
	if err == syscall.ENOENT {
		return nil
	}
	if err != nil {
		return []string{err.Error()}
	}
	defer syscall.Close(fd)
	var left []string
	for _, name := range names(fd, some) {
		inner, kept := keep[name]
		var info syscall.Stat_t
		if !kept {
			left = append(left, name)
		} else if inner.isWhole() {
			// A link in its place would lead out of it.
			if syscall.Lstat(path+"/"+name, &info) != nil || info.Mode&syscall.S_IFMT != syscall.S_IFDIR {
				left = append(left, name)
			}
		} else if inner == nil {
			// What is kept is a file; a folder in its place is something that could not be removed.
			if syscall.Lstat(path+"/"+name, &info) != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG {
				left = append(left, name)
			}
		} else {
			left = append(left, leftIn(path+"/"+name, inner)...)
		}
		if len(left) > maxLeftovers {
			break
		}
	}
	return left
}

func renameat(from int, name string, to int, as string) error {
	old, err := syscall.BytePtrFromString(name)
	if err != nil {
		return err
	}
	fresh, err := syscall.BytePtrFromString(as)
	if err != nil {
		return err
	}
	if _, _, errno := syscall.Syscall6(syscall.SYS_RENAMEAT, uintptr(from), uintptr(unsafe.Pointer(old)), uintptr(to), uintptr(unsafe.Pointer(fresh)), 0, 0); errno != 0 {
		return errno
	}
	return nil
}

func removeFolder(fd int, name string) error {
	const removeDir = 0x200
	path, err := syscall.BytePtrFromString(name)
	if err != nil {
		return err
	}
	if _, _, errno := syscall.Syscall(syscall.SYS_UNLINKAT, uintptr(fd), uintptr(unsafe.Pointer(path)), removeDir); errno != 0 {
		return errno
	}
	return nil
}

// removeAttributes takes extended attributes, and with them access lists, from a place.
func removeAttributes(path string) {
	buffer := make([]byte, 64<<10)
	n, err := syscall.Listxattr(path, buffer)
	if err != nil {
		// Too many to be told: the reset is not clean.
		return
	}
	for _, name := range bytes.Split(buffer[:n], []byte{0}) {
		if len(name) > 0 {
			_ = syscall.Removexattr(path, string(name))
		}
	}
}
