package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Frame types (PROTOCOL.md).
const (
	typeHello   = 0x01
	typePut     = 0x02
	typePutData = 0x03
	typeStart   = 0x04
	typeStdin   = 0x05
	typeEOF     = 0x06
	typeResize  = 0x07
	typeSignal  = 0x08
	typeStop    = 0x09
	typeCredit  = 0x0a
	typeReset   = 0x0b
	typeGet     = 0x0c
	typeList    = 0x0d
	typePing    = 0x0e

	typeReady     = 0x41
	typeOK        = 0x42
	typeError     = 0x43
	typeStarted   = 0x44
	typeStdout    = 0x45
	typeStderr    = 0x46
	typeExit      = 0x47
	typeResetDone = 0x48
	typeFile      = 0x49
	typeFileData  = 0x4a
	typeFiles     = 0x4b
	typeStandby   = 0x4c
	typeConsumed  = 0x4d
	typePong      = 0x4e
)

const (
	// maxPayload is the largest payload of one frame, in bytes.
	maxPayload = 65536
	// overhead is what a frame's length counts besides the payload: type and channel.
	overhead = 5
	// maxQueued is how many bytes may wait for a server that does not read. Output is bounded by credit, far below this.
	maxQueued = 8 << 20
)

// errMalformed marks everything after which the agent gives up.
var errMalformed = errors.New("malformed frame")

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errMalformed, fmt.Sprintf(format, args...))
}

type frame struct {
	kind    byte
	channel uint32
	// payload is valid until the next frame is read.
	payload []byte
}

// decoder cuts a byte stream into frames.
type decoder struct {
	in  io.Reader
	buf []byte
}

func newDecoder(in io.Reader) *decoder {
	const ahead = 16 << 10
	return &decoder{in: bufio.NewReaderSize(in, ahead), buf: make([]byte, maxPayload)}
}

// next reads one frame. It returns io.EOF at the end of the stream between two frames, and errMalformed for a length out of range or a frame that
// is cut off.
func (d *decoder) next() (frame, error) {
	var head [4 + overhead]byte
	if _, err := io.ReadFull(d.in, head[:4]); err != nil {
		if err == io.ErrUnexpectedEOF {
			return frame{}, malformed("the stream ends within a length")
		}
		return frame{}, err
	}
	length := binary.BigEndian.Uint32(head[:4])
	if length < overhead || length > overhead+maxPayload {
		return frame{}, malformed("a length of %d", length)
	}
	if _, err := io.ReadFull(d.in, head[4:]); err != nil {
		return frame{}, malformed("the stream ends within a frame")
	}
	payload := d.buf[:length-overhead]
	if _, err := io.ReadFull(d.in, payload); err != nil {
		return frame{}, malformed("the stream ends within a payload")
	}
	return frame{kind: head[4], channel: binary.BigEndian.Uint32(head[5:]), payload: payload}, nil
}

// sender queues frames and writes them in order, so that nobody who sends ever waits for the server.
type sender struct {
	mu     sync.Mutex
	ready  *sync.Cond
	queue  []byte
	giveUp func(error)
}

func newSender(giveUp func(error)) *sender {
	s := &sender{giveUp: giveUp}
	s.ready = sync.NewCond(&s.mu)
	return s
}

// send queues a frame. The payload is copied.
func (s *sender) send(kind byte, channel uint32, payload []byte) {
	var head [4 + overhead]byte
	binary.BigEndian.PutUint32(head[:4], uint32(overhead+len(payload)))
	head[4] = kind
	binary.BigEndian.PutUint32(head[5:], channel)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue)+len(payload) > maxQueued {
		s.giveUp(errors.New("the server does not read"))
		return
	}
	s.queue = append(append(s.queue, head[:]...), payload...)
	s.ready.Signal()
}

// run writes what is queued until the stream breaks.
func (s *sender) run(out io.Writer) {
	var spare []byte
	for {
		s.mu.Lock()
		for len(s.queue) == 0 {
			s.ready.Wait()
		}
		batch := s.queue
		s.queue = spare[:0]
		s.mu.Unlock()
		if _, err := out.Write(batch); err != nil {
			s.giveUp(io.EOF)
			return
		}
		// What a large file took is given back.
		const maxSpare = 1 << 20
		if spare = batch; cap(spare) > maxSpare {
			spare = nil
		}
	}
}
