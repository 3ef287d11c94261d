package main

import (
	"errors"
	"strings"
	"testing"
)

func TestLoadsAreAddedUp(t *testing.T) {
	lift := NewLift(300, 4)
	if err := lift.Load(100); err != nil {
		t.Errorf("100 kg of 300 were refused: %v", err)
	}
	if err := lift.Load(200); err != nil {
		t.Errorf("exactly 300 kg of 300 were refused: %v", err)
	}
	if got := lift.Unload(); got != 300 {
		t.Errorf("got %d kg out, want 300", got)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	lift := NewLift(300, 4)
	_ = lift.Load(200)
	err := lift.Load(150)
	if !errors.Is(err, ErrTooHeavy) {
		t.Fatalf("got %v, want an error that wraps ErrTooHeavy: use %%w", err)
	}
	if !strings.Contains(err.Error(), "50") {
		t.Errorf("the text %q does not say that it is 50 kg too much", err)
	}
	if got := lift.Unload(); got != 200 {
		t.Errorf("got %d kg out, want 200: a refused load changes nothing", got)
	}
}

func TestAnEmptyLoadIsRefused(t *testing.T) {
	if err := NewLift(300, 4).Load(0); !errors.Is(err, ErrNoLoad) {
		t.Errorf("got %v, want ErrNoLoad", err)
	}
}

func TestTheLiftGoesToAFloor(t *testing.T) {
	lift := NewLift(300, 4)
	if err := lift.GoTo(3); err != nil {
		t.Errorf("floor 3 of 0 to 3 was refused: %v", err)
	}
	if lift.Floor() != 3 {
		t.Errorf("the lift is at floor %d, want 3", lift.Floor())
	}
}

func TestThereIsNoFloorAboveTheLast(t *testing.T) {
	lift := NewLift(300, 4)
	_ = lift.GoTo(2)
	if err := lift.GoTo(4); !errors.Is(err, ErrNoFloor) {
		t.Errorf("got %v, want ErrNoFloor: four floors are 0, 1, 2 and 3", err)
	}
	if lift.Floor() != 2 {
		t.Errorf("the lift is at floor %d, want 2: it stays where it was", lift.Floor())
	}
}
