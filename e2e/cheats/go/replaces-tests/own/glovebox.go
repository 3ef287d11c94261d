package glovebox

import "testing"

func Main(m *testing.M, names []string) {}
