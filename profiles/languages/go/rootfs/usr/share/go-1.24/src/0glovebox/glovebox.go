// Package glovebox carries out one test of a package, and tells how it ended.
package glovebox

import (
	"0glovebox/internal/word"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"unsafe"
)

const messageBytes = 20_000

type end struct {
	Type    string `json:"type"`
	Test    int    `json:"test"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// Main is what a package's TestMain calls. names are all tests in source order: the process is told which one of them to carry out.
func Main(m *testing.M, names []string) {
	number, say := word.Take()
	index, err := strconv.Atoi(number)
	if err != nil || index < 0 || index >= len(names) {
		os.Exit(2)
	}
	tell := func(status, message string) {
		if len(message) > messageBytes {
			message = message[:messageBytes]
		}
		line, _ := json.Marshal(end{"end", index, status, message})
		say(string(line))
	}
	tests := field(m, "tests").(*[]testing.InternalTest)
	var wanted []testing.InternalTest
	for _, test := range *tests {
		if test.Name == names[index] {
			wanted = append(wanted, test)
		}
	}
	if len(wanted) != 1 {
		fmt.Fprintln(os.Stderr, "there is no", names[index])
		os.Exit(2)
	}

	// What the framework reports is read here; what the test prints goes where it always does.
	printed := os.Stdout
	read, report, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	reported := make(chan string)
	go func() {
		text, _ := io.ReadAll(io.LimitReader(read, 1<<20))
		io.Copy(io.Discard, read)
		reported <- string(text)
	}()
	ended, skipped := false, false
	run := wanted[0].F
	wanted[0].F = func(t *testing.T) {
		os.Stdout = printed
		defer func() {
			os.Stdout = report
			ended, skipped = true, t.Skipped()
			if fault := recover(); fault != nil {
				os.Stdout = printed
				tell("fail", "panic: "+text(fault)+"\n\n"+frames(string(debug.Stack())))
				os.Exit(2)
			}
		}()
		run(t)
	}
	*tests = wanted
	if !flag.Parsed() {
		flag.CommandLine.Parse(nil)
	}
	os.Stdout = report
	code := m.Run()
	os.Stdout = printed
	report.Close()
	message := tidy(<-reported)
	switch {
	case !ended:
		os.Exit(2)
	case code != 0:
		tell("fail", message)
	case skipped:
		tell("skip", message)
	default:
		tell("pass", "")
	}
	os.Exit(code)
}

// field gives a pointer to a field that has no name outside of its package.
func field(m *testing.M, name string) any {
	value := reflect.ValueOf(m).Elem().FieldByName(name)
	return reflect.NewAt(value.Type(), unsafe.Pointer(value.UnsafeAddr())).Interface()
}

func text(fault any) string {
	if err, ok := fault.(error); ok {
		return err.Error()
	}
	return fmt.Sprint(fault)
}

var frame = regexp.MustCompile(`(?m)^\t(?:/code/)([^\s:]+:\d+)`)

// frames are the places in the program that a stack goes through.
func frames(stack string) string {
	var places []string
	for _, found := range frame.FindAllStringSubmatch(stack, 20) {
		places = append(places, "\t"+found[1])
	}
	return strings.Join(places, "\n")
}

var verdicts = regexp.MustCompile(`(?m)^(?:--- (?:FAIL|SKIP): .*|FAIL|PASS)\n?`)
var indent = regexp.MustCompile(`(?m)^    `)

// tidy leaves what the test said of itself.
func tidy(report string) string {
	return strings.TrimSpace(indent.ReplaceAllString(verdicts.ReplaceAllString(report, ""), ""))
}
