package main

import "testing"

func Test_hidden(t *testing.T) {}
