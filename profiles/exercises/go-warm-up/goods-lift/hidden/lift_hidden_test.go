package main

import (
	"errors"
	"testing"
)

func TestThereIsRoomAgainAfterUnloading(t *testing.T) {
	// Hint: Unload must set the load back to 0.
	lift := NewLift(120, 2)
	_ = lift.Load(120)
	_ = lift.Unload()
	if got := lift.Unload(); got != 0 {
		t.Errorf("got %d kg out of an empty lift", got)
	}
	if err := lift.Load(120); err != nil {
		t.Errorf("an empty lift refused 120 kg of 120: %v", err)
	}
}

func TestLoadsAndFloorsBelowZeroAreRefused(t *testing.T) {
	// Hint: Numbers below 0 are refused too, both as a load and as a floor.
	lift := NewLift(120, 2)
	if err := lift.Load(-5); !errors.Is(err, ErrNoLoad) {
		t.Errorf("got %v for -5 kg", err)
	}
	if err := lift.GoTo(-1); !errors.Is(err, ErrNoFloor) {
		t.Errorf("got %v for floor -1", err)
	}
	if lift.Floor() != 0 || lift.Unload() != 0 {
		t.Errorf("what was refused has changed something")
	}
}

func TestOneKilogramTooMuch(t *testing.T) {
	// Hint: Exactly the capacity is allowed, and one kilogram more is not.
	lift := NewLift(120, 2)
	if err := lift.Load(121); err == nil || !errors.Is(err, ErrTooHeavy) {
		t.Errorf("got %v for 121 kg of 120", err)
	}
}
