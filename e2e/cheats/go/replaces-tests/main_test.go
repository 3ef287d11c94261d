package main

import "testing"

func Test_small(t *testing.T) {}

func Test_large(t *testing.T) {}
