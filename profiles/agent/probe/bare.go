package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"time"
)

// bareRequest asks how long a command takes without Glovebox.
type bareRequest struct {
	// Files are written into the working directory first.
	Files []struct{ Name, Content string }
	// Prepare is run once before; nothing when it is empty.
	Prepare []string
	Argv    []string
	// Samples is how many times the command is timed, after three times that do not count.
	Samples int
}

// bare gives the milliseconds from the start of a command to the first byte of its output, which it reads through a pipe.
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
	if len(request.Prepare) > 0 {
		cmd := exec.Command(request.Prepare[0], request.Prepare[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, err
		}
	}
	times := []float64{}
	for round := -3; round < request.Samples; round++ {
		cmd := exec.Command(request.Argv[0], request.Argv[1:]...)
		cmd.Stderr = os.Stderr
		out, write, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		cmd.Stdout = write
		began := time.Now()
		if err := cmd.Start(); err != nil {
			return nil, err
		}
		write.Close()
		var some [4096]byte
		if _, err := out.Read(some[:]); err != nil {
			return nil, err
		}
		if round >= 0 {
			times = append(times, float64(time.Since(began).Microseconds())/1000)
		}
		for err == nil {
			_, err = out.Read(some[:])
		}
		out.Close()
		if err := cmd.Wait(); err != nil {
			return nil, err
		}
	}
	return times, nil
}
