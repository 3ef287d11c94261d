package main

import (
	"errors"
	"fmt"
)

var (
	ErrNoLoad   = errors.New("there is nothing to load")
	ErrTooHeavy = errors.New("too heavy")
	ErrNoFloor  = errors.New("there is no such floor")
)

// Lift carries goods between the floors of a warehouse.
type Lift struct {
	capacity int // kilograms
	floors   int
	load     int
	floor    int
}

func NewLift(capacity, floors int) *Lift {
	return &Lift{capacity: capacity, floors: floors}
}

// Floor says where the lift is.
func (l *Lift) Floor() int { return l.floor }

// Load puts kilograms into the lift.
func (l *Lift) Load(kg int) error {
	if kg <= 0 {
		return ErrNoLoad
	}
	if excess := l.load + kg - l.capacity; excess > 0 {
		return fmt.Errorf("%w by %d kg", ErrTooHeavy, excess)
	}
	l.load += kg
	return nil
}

// GoTo moves the lift to a floor, counted from 0.
func (l *Lift) GoTo(floor int) error {
	if floor < 0 || floor >= l.floors {
		return ErrNoFloor
	}
	l.floor = floor
	return nil
}

// Unload empties the lift and says how many kilograms were in it.
func (l *Lift) Unload() int {
	load := l.load
	l.load = 0
	return load
}

func main() {
	lift := NewLift(300, 4)
	fmt.Println(lift.Load(200))
	fmt.Println(lift.Load(150))
	fmt.Println(lift.GoTo(4))
}
