package main

import (
	"maps"
	"slices"
	"testing"
)

func TestEmptyEntriesAreLeftOut(t *testing.T) {
	// Hint: An empty text is no bird.
	got := Count([]string{"", "Tit", ""})
	if !maps.Equal(got, map[string]int{"tit": 1}) {
		t.Errorf("got %v", got)
	}
}

func TestNobodyHasSeenAnything(t *testing.T) {
	// Hint: With nothing to count, both results are empty.
	if got := Count(nil); len(got) != 0 {
		t.Errorf("counted %v", got)
	}
	if got := Ranking(map[string]int{}); len(got) != 0 {
		t.Errorf("ranked %v", got)
	}
}

func TestTheRankingOfAWholeStreet(t *testing.T) {
	// Hint: Count in small letters, sort by count from high to low, then by name.
	got := Ranking(Count([]string{"Crow", "wren", "tit", "Tit", "crow", "jay", "finch", "tit", "Jay", "owl"}))
	want := []string{"tit", "crow", "jay", "finch", "owl", "wren"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
