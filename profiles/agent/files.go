package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"unicode/utf8"
)

const (
	maxNameBytes = 255
	maxPartBytes = 100
	maxParts     = 8
	// maxPuts bounds the files that are being written at the same time.
	maxPuts = 64
	// maxGet bounds what is handed out, in bytes: it is held in memory while it is.
	maxGet = 4 << 20
	// maxListed and maxVisited bound a list of files, and the search for them.
	maxListed  = 256
	maxVisited = 8192
)

// validName tells whether a name may be used in the workspace (PROTOCOL.md, "A run's life").
func validName(name string) bool {
	if name == "" || len(name) > maxNameBytes || !utf8.ValidString(name) {
		return false
	}
	for _, char := range name {
		if char < 0x20 || char == 0x7f {
			return false
		}
	}
	parts := strings.Split(name, "/")
	if len(parts) > maxParts {
		return false
	}
	for _, part := range parts {
		if part == "" || part == "." || part == ".." || len(part) > maxPartBytes {
			return false
		}
	}
	return true
}

// incoming is a file that is being written.
type incoming struct {
	name string
	file *os.File
	left int64
	// failed: the error has been told; the rest is taken and thrown away.
	failed bool
}

// stamp tells two states of a file apart: a write changes the time, a file in its place has another number. (What is written within one tick of the kernel's
// clock and leaves the size as it is can go unnoticed before Linux 6.13.)
type stamp struct {
	inode, size, seconds, nanoseconds int64
}

func stampOf(info *syscall.Stat_t) stamp {
	return stamp{int64(info.Ino), info.Size, int64(info.Ctim.Sec), int64(info.Ctim.Nsec)}
}

const folderFlags = syscall.O_RDONLY | syscall.O_DIRECTORY | syscall.O_NOFOLLOW | syscall.O_CLOEXEC

// openFolder walks to the folder of a file, part by part, never through a link. The last part of the name is returned with it.
func openFolder(root string, name string, create bool) (int, string, error) {
	fd, err := syscall.Open(root, folderFlags, 0)
	if err != nil {
		return -1, "", err
	}
	parts := strings.Split(name, "/")
	for _, part := range parts[:len(parts)-1] {
		if create {
			if err := syscall.Mkdirat(fd, part, 0o755); err != nil && err != syscall.EEXIST {
				syscall.Close(fd)
				return -1, "", err
			}
		}
		next, err := syscall.Openat(fd, part, folderFlags, 0)
		syscall.Close(fd)
		if err != nil {
			return -1, "", err
		}
		fd = next
	}
	return fd, parts[len(parts)-1], nil
}

// put begins to write a file into the workspace.
func (a *agent) put(channel uint32, payload []byte) error {
	var request putRequest
	if err := parse(payload, &request); err != nil {
		return err
	}
	if request.Name == nil || request.Size == nil || request.Executable == nil || *request.Size < 0 {
		return malformed("put lacks a field")
	}
	if _, busy := a.puts[channel]; busy || channel == 0 || len(a.puts) >= maxPuts {
		return malformed("put on a channel that is in use")
	}
	into := &incoming{name: *request.Name, left: *request.Size}
	a.puts[channel] = into
	if !validName(*request.Name) {
		a.failPut(channel, into, "bad_name", "not a name for a file in the workspace")
	} else if file, err := create(a.workspace, *request.Name, *request.Executable); err != nil {
		a.failPut(channel, into, code(err), err.Error())
	} else {
		into.file = file
	}
	a.endPut(channel, into)
	return nil
}

func create(root, name string, executable bool) (*os.File, error) {
	folder, last, err := openFolder(root, name, true)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(folder)
	if err := syscall.Unlinkat(folder, last); err != nil && err != syscall.ENOENT {
		return nil, err
	}
	mode := uint32(0o644)
	if executable {
		mode = 0o755
	}
	fd, err := syscall.Openat(folder, last, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_EXCL|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, mode)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), last), nil
}

// putData writes the next bytes of a file.
func (a *agent) putData(channel uint32, bytes []byte) error {
	into, known := a.puts[channel]
	if !known {
		return malformed("data for a file that is not being written")
	}
	if int64(len(bytes)) > into.left {
		return malformed("more data than was announced")
	}
	into.left -= int64(len(bytes))
	if !into.failed {
		if _, err := into.file.Write(bytes); err != nil {
			a.failPut(channel, into, code(err), err.Error())
		}
	}
	a.endPut(channel, into)
	return nil
}

func (a *agent) failPut(channel uint32, into *incoming, code, message string) {
	into.failed = true
	a.fail(channel, code, message)
}

func (a *agent) endPut(channel uint32, into *incoming) {
	if into.left > 0 {
		return
	}
	delete(a.puts, channel)
	if into.file != nil {
		var info syscall.Stat_t
		if err := syscall.Fstat(int(into.file.Fd()), &info); err == nil {
			a.stamps[into.name] = stampOf(&info)
		}
		into.file.Close()
	}
	if !into.failed {
		a.sendJSON(typeOK, channel, struct{}{})
	}
}

// code names an error in the protocol's words.
func code(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "no_space"
	case errors.Is(err, syscall.EFBIG):
		return "too_large"
	case errors.Is(err, syscall.ENOENT):
		return "not_found"
	case errors.Is(err, syscall.ELOOP), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENXIO):
		return "not_a_file"
	default:
		return "io"
	}
}

// get hands a workspace file out. Only regular files: a pipe or a device would make the agent wait for a program.
func (a *agent) get(channel uint32, payload []byte) error {
	var request getRequest
	if err := parse(payload, &request); err != nil {
		return err
	}
	if request.Name == nil || request.MaxBytes == nil || *request.MaxBytes < 0 {
		return malformed("get lacks a field")
	}
	if !validName(*request.Name) {
		a.fail(channel, "bad_name", "not a name for a file in the workspace")
		return nil
	}
	bytes, err := a.read(*request.Name, min(*request.MaxBytes, maxGet))
	if err != nil {
		a.fail(channel, code(err), err.Error())
		return nil
	}
	a.sendJSON(typeFile, channel, map[string]any{"name": *request.Name, "size": len(bytes)})
	for len(bytes) > 0 {
		n := min(len(bytes), maxPayload)
		a.out.send(typeFileData, channel, bytes[:n])
		bytes = bytes[n:]
	}
	return nil
}

// open opens a regular file of the workspace, never through a link.
func (a *agent) open(name string) (*os.File, error) {
	folder, last, err := openFolder(a.workspace, name, false)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(folder)
	fd, err := syscall.Openat(folder, last, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(fd), last)
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = syscall.ENOTDIR
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func (a *agent) read(name string, bound int64) ([]byte, error) {
	file, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	// The file may grow while it is read: what counts is what was read.
	bytes, err := io.ReadAll(io.LimitReader(file, bound+1))
	if err == nil && int64(len(bytes)) > bound {
		return nil, syscall.EFBIG
	}
	return bytes, err
}

// list tells the workspace's regular files, but for what compilers have made. It never follows a link, and gives up looking after a bounded search.
func (a *agent) list(channel uint32) {
	found := fileList{Files: []listedFile{}}
	visited := 0
	a.listFolder("", 1, &visited, &found)
	// Names may be long: the list is cut until it fits into a frame.
	for !a.trySendJSON(typeFiles, channel, found) {
		found.Files = found.Files[:len(found.Files)/2]
		found.Truncated = true
	}
}

func (a *agent) listFolder(prefix string, depth int, visited *int, found *fileList) {
	folder := a.workspace
	if prefix != "" {
		folder += "/" + prefix
	}
	fd, err := syscall.Open(folder, folderFlags, 0)
	if err != nil {
		return
	}
	dir := os.NewFile(uintptr(fd), folder)
	defer dir.Close()
	for {
		entries, err := dir.ReadDir(256)
		for _, entry := range entries {
			if *visited++; *visited > maxVisited || len(found.Files) >= maxListed {
				found.Truncated = true
				return
			}
			name := entry.Name()
			if prefix != "" {
				name = prefix + "/" + name
			}
			if !validName(name) || name == a.build {
				continue
			}
			if entry.IsDir() {
				if depth < maxParts {
					a.listFolder(name, depth+1, visited, found)
				}
			} else if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
				put, known := a.stamps[name]
				asPut := known && put == stampOf(info.Sys().(*syscall.Stat_t))
				found.Files = append(found.Files, listedFile{name, info.Size(), info.ModTime().UnixMilli(), asPut})
			}
		}
		if err != nil {
			return
		}
	}
}
